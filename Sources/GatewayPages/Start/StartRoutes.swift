import GatewayHTTP
import HTTPTypes
import Workspaces

/// `GET /` and `POST /`: which workspace? Whether there is one of that name is not said here.
enum StartRoutes {
    static func routes(_ pages: PageRenderer) -> [Route] {
        [
            Route(
                "showStart",
                .get,
                "/",
                "Asks for the workspace.",
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problemForm: .page,
                endpoint: .open { try pages.answer(StartPage(), in: $0.language) }
            ),
            Route(
                "chooseWorkspace",
                .post,
                "/",
                "Leads to the workspace's sign-in.",
                body: .form([.required("workspace", maximumBytes: StartPage.maximumBytes)]),
                answers: [
                    AnswerForm(.seeOther, "The sign-in page."),
                    AnswerForm(.unprocessableContent, "That is no workspace's name.", type: .html),
                ],
                problems: [.invalidRequest, .crossSiteRequest],
                problemForm: .page,
                endpoint: .open { request in
                    let typed = request.form["workspace"] ?? ""
                    guard let slug = WorkspaceSlug(typed), let path = LocalPath("/w/\(slug)/sign-in") else {
                        return try pages.answer(
                            StartPage(slug: typed, isRefused: true),
                            in: request.language,
                            status: .unprocessableContent
                        )
                    }
                    return .seeOther(path)
                }
            ),
        ]
    }
}
