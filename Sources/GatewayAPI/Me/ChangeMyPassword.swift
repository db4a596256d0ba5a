import Credentials
import Encoding
package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn
package import Workspaces

/// `PUT /w/{workspace}/api/v1/me/password`
package enum ChangeMyPassword {
    /// Bytes; what is longer the policy refuses by its own name.
    private static let maximumPasswordBytes = 4_096

    /// - Parameter find: the user of that id, as the workspace's database has it now.
    package static func route(
        _ set: SetPassword,
        _ find: @escaping @Sendable (UserID, WorkspaceID) async throws -> User?
    ) -> Route {
        Route(
            "changeMyPassword",
            .put,
            "/w/{workspace}/api/v1/me/password",
            "Changes one's password. All other sessions end; this one's tokens are refreshed by its refresh token.",
            body: .json(
                .object([
                    .required("new_password", .string(format: "password", maximumBytes: maximumPasswordBytes))
                ])
            ),
            answers: [AnswerForm(.noContent, "It is changed.")],
            problems: [.invalidRequest, .unauthenticated, .passwordNotAcceptable, .busy],
            needsFreshProof: true,
            endpoint: .bearer(nil) { request, workspace, caller in
                guard let user = try await find(caller.user, workspace.id) else { throw Problem(.notFound) }
                do {
                    try await set(
                        Secret(request.text("new_password")),
                        of: user,
                        in: workspace,
                        by: ChangeAuthor(.user(user.id), from: request.origin),
                        keeping: caller.session
                    )
                } catch let violation as PasswordPolicyViolation {
                    throw Problem(.passwordNotAcceptable, violation.code)
                }
                return .noContent
            }
        )
    }
}
