package import GatewayHTTP
import HTTPTypes
package import SignIn
import Workspaces

/// `DELETE /w/{workspace}/api/v1/admin/users/{id}/second-factors`
package enum ResetUserFactors {
    package static func route(_ reset: ResetSecondFactors) -> Route {
        Route(
            "resetUserFactors",
            .delete,
            "/w/{workspace}/api/v1/admin/users/{id}/second-factors",
            "Takes all second factors of a user away who has lost them, and ends all sessions of the user.",
            answers: [AnswerForm(.noContent, "The user has none, or had none.")],
            problems: [.invalidRequest, .unauthenticated, .insufficientScope, .notFound],
            needsFreshProof: true,
            endpoint: .bearer(.usersWrite) { request, workspace, caller in
                guard let id = request.parameters["id"].flatMap({ UserID(text: $0) }) else { throw Problem(.notFound) }
                do {
                    try await reset(
                        of: id,
                        in: workspace.id,
                        by: caller.user,
                        holding: caller.permissions,
                        origin: request.origin
                    )
                } catch let rejection as ResetSecondFactors.Rejection {
                    throw Problem(rejection)
                }
                return .noContent
            }
        )
    }
}
