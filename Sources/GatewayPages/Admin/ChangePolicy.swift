package import GatewayHTTP
import HTTPTypes
import SignIn
package import Workspaces

/// `GET` and `POST /w/{workspace}/admin/policy`, and `GET /w/{workspace}/admin`, which leads there.
package struct ChangePolicy: Sendable {
    private let policy: ManagePolicy
    private let pages: PageRenderer

    package init(policy: ManagePolicy, pages: PageRenderer) {
        self.policy = policy
        self.pages = pages
    }

    package var routes: [Route] {
        [
            Route(
                "showAdmin",
                .get,
                "/w/{workspace}/admin",
                "Leads to the first page for admins.",
                answers: [AnswerForm(.seeOther, "The page.")],
                problems: [.notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(.policiesRead) { _, workspace, _ in
                    .seeOther(try address(Place(workspace: workspace)))
                }
            ),
            Route(
                "showPolicyPage",
                .get,
                "/w/{workspace}/admin/policy",
                "Of whom a second factor is demanded.",
                query: [QueryParameter("saved", .string(), "Whether the policy was changed just now.")],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(.policiesRead) { request, workspace, user in
                    let policy = try await policy.find(in: workspace.id)
                    return try pages.answer(
                        PolicyPage(
                            place: Place(workspace: workspace, user: user.user.name, admin: (.policy, user.user.role)),
                            policy: policy,
                            isInForce: policy.secondFactorFrom <= request.time,
                            mayChange: user.user.role.permissions.contains(.policiesWrite),
                            wasSaved: request.query["saved"] != nil
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
                    .required("grace_days", maximumBytes: 4, "Days until it is demanded."),
                ]),
                answers: [AnswerForm(.seeOther, "It is set, or asks for a fresh proof.")],
                problems: [
                    .invalidRequest, .crossSiteRequest, .notFound, .insufficientScope, .workspaceSuspended,
                ],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(.policiesWrite) { request, workspace, user in
                    guard let scope = request.form["second_factor"].flatMap({ SecondFactorScope(rawValue: $0) }),
                        let days = request.form["grace_days"].flatMap({ Int($0) }),
                        ManagePolicy.graceDays.contains(days)
                    else { throw Problem(.invalidRequest) }
                    _ = try await policy.demandSecondFactor(
                        of: scope,
                        graceDays: days,
                        in: workspace.id,
                        by: ChangeAuthor(.user(user.user.id), from: request.origin)
                    )
                    return .seeOther(try address(Place(workspace: workspace)).adding("saved", "1"))
                }
            ),
        ]
    }

    private func address(_ place: Place) throws -> LocalPath {
        guard let path = LocalPath("\(place.root)/admin/policy") else { throw Problem(.notFound) }
        return path
    }
}
