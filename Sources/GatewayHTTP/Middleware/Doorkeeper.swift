package import Secrets
package import SignIn
package import Workspaces

/// What the frame asks before it lets anybody in: the use cases behind it, as functions.
package struct Doorkeeper: Sendable {
    package let workspace: @Sendable (WorkspaceSlug) async throws -> Workspace?
    /// - Parameter 0: the cookie's value.
    package let browserSession: @Sendable (String, WorkspaceID) async throws -> SignedInUser?
    /// - Parameter 0: the token's text.
    package let accessToken: @Sendable (String) async throws -> AccessVerdict
    package let application: @Sendable (String, Secret<String>) async throws -> Application?

    package init(
        workspace: @escaping @Sendable (WorkspaceSlug) async throws -> Workspace?,
        browserSession: @escaping @Sendable (String, WorkspaceID) async throws -> SignedInUser?,
        accessToken: @escaping @Sendable (String) async throws -> AccessVerdict,
        application: @escaping @Sendable (String, Secret<String>) async throws -> Application?
    ) {
        self.workspace = workspace
        self.browserSession = browserSession
        self.accessToken = accessToken
        self.application = application
    }
}
