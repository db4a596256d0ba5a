import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET /w/{workspace}/account`, and `GET /w/{workspace}`, which leads there.
enum ShowAccount {
    static func routes(
        _ list: ListSessions,
        _ factors: ManageSecondFactors,
        _ pages: PageRenderer
    ) -> [Route] {
        [
            Route(
                "showAccount",
                .get,
                "/w/{workspace}/account",
                "Who one is, and where one is signed in.",
                query: [
                    QueryParameter(
                        AccountNews.parameter,
                        .oneOf(AccountNews.allCases.map(\.rawValue)),
                        "What was done just now."
                    ),
                    .newsMark,
                ],
                answers: [
                    AnswerForm(.ok, "The page.", type: .html), AnswerForm(.seeOther, "One must sign in first."),
                ],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(nil) { request, workspace, user in
                    try pages.answer(
                        AccountPage(
                            place: Place(workspace: workspace, user: user.user.name),
                            user: user.user,
                            current: user.session.id,
                            sessions: try await list(of: user.user.id, in: workspace.id),
                            factors: try await factors.overview(of: user.user, in: workspace.id),
                            news: request.query.told(AccountNews.parameter, to: user.session.id)
                                .flatMap { AccountNews(rawValue: $0) }
                        ),
                        in: request.language
                    )
                }
            ),
            Route(
                "showWorkspace",
                .get,
                "/w/{workspace}",
                "Leads to the account.",
                answers: [AnswerForm(.seeOther, "The account.")],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                endpoint: .door { _, workspace in .seeOther(try SignInForm.account(of: Place(workspace: workspace))) }
            ),
        ]
    }
}
