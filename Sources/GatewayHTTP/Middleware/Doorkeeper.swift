package import Secrets
package import SignIn
package import Workspaces

/// What the frame asks before it lets anybody in: the use cases behind it, as functions.
package struct Doorkeeper: Sendable {
    package let workspace: @Sendable (WorkspaceSlug) async throws -> Workspace?
    /// - Parameter 0: the cookie's value.
    package let browserSession: @Sendable (String, WorkspaceID) async throws -> SignedInUser?
    /// Throws `TokenRejection`.
    package let accessToken: @Sendable (Secret<String>) async throws -> VerifiedCaller
    /// Whether the token's holder proved a moment ago who they are.
    package let hasFreshProof: @Sendable (VerifiedCaller) async throws -> Bool
    package let application: @Sendable (String, Secret<String>) async throws -> Application?

    package init(
        workspace: @escaping @Sendable (WorkspaceSlug) async throws -> Workspace?,
        browserSession: @escaping @Sendable (String, WorkspaceID) async throws -> SignedInUser?,
        accessToken: @escaping @Sendable (Secret<String>) async throws -> VerifiedCaller,
        hasFreshProof: @escaping @Sendable (VerifiedCaller) async throws -> Bool,
        application: @escaping @Sendable (String, Secret<String>) async throws -> Application?
    ) {
        self.workspace = workspace
        self.browserSession = browserSession
        self.accessToken = accessToken
        self.hasFreshProof = hasFreshProof
        self.application = application
    }

    package init(_ useCases: SignInUseCases) {
        let (directory, applications) = (useCases.operators.directory, useCases.operators.applications)
        let (browserSessions, verify) = (useCases.browserSessions, useCases.verify)
        let freshProof = useCases.factors.freshProof
        self.init(
            workspace: { try await directory.find($0) },
            browserSession: { try await browserSessions(cookie: $0, in: $1) },
            accessToken: { try await verify($0) },
            hasFreshProof: { try await freshProof($0) },
            application: { try await applications.authenticate($0, secret: $1) }
        )
    }
}
