import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/admin/policy`
struct ChangePolicy: Sendable {
    let policy: ManagePolicy
    let people: ListPeople
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showPolicyPage",
                .get,
                "/w/{workspace}/admin/policy",
                "Of whom a second factor is demanded, and how many have none.",
                query: [QueryParameter("saved", .string(), "Whether the policy was changed just now."), .newsMark],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(.policiesRead) { request, workspace, user in
                    try pages.answer(
                        PolicyPage(
                            place: Place(workspace: workspace, user: user.user.name, admin: (.policy, user.user.role)),
                            policy: try await policy.find(in: workspace.id),
                            census: try await people.census(in: workspace.id),
                            reader: try await people.find(user.user.id, in: workspace.id)?.enrolled,
                            now: request.time,
                            mayChange: user.user.role.permissions.contains(.policiesWrite),
                            wasSaved: request.query.told("saved", to: user.session.id) != nil
                        ),
                        in: request.language
                    )
                }
            ),
            Route(
                "changePolicy",
                .post,
                "/w/{workspace}/admin/policy",
                "Sets of whom a second factor is demanded.",
                body: .form([
                    .required("second_factor", maximumBytes: 16, "`off`, `admins` or `everyone`."),
                    .required(
                        "grace_days",
                        maximumBytes: 4,
                        "Days until it is demanded; `keep` for the day that is set."
                    ),
                ]),
                answers: [AnswerForm(.seeOther, "It is set, or asks for a fresh proof.")],
                problems: [
                    .invalidRequest, .crossSiteRequest, .notFound, .insufficientScope, .workspaceSuspended,
                ],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(.policiesWrite) { request, workspace, user in
                    guard let scope = request.form["second_factor"].flatMap({ SecondFactorScope(rawValue: $0) }),
                        let page = LocalPath(AdminSection.policy.address(at: Place(workspace: workspace).root))
                    else { throw Problem(.invalidRequest) }
                    _ = try await policy.demandSecondFactor(
                        of: scope,
                        graceDays: try Self.graceDays(request.form["grace_days"]),
                        in: workspace.id,
                        by: ChangeAuthor(.user(user.user.id), from: request.origin)
                    )
                    return .seeOther(page.telling("saved", "1", to: user.session.id))
                }
            ),
        ]
    }

    /// nil for the day that is set.
    private static func graceDays(_ typed: String?) throws -> Int? {
        if typed == PolicyPage.keptDay { return nil }
        guard let days = typed.flatMap({ Int($0) }), ManagePolicy.graceDays.contains(days) else {
            throw Problem(.invalidRequest)
        }
        return days
    }
}
