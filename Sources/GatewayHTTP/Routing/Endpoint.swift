package import SignIn
package import Workspaces

/// Who may call, and what is called then.
///
/// A handler that acts for somebody takes that somebody as a parameter, and only the frame can hand one in: after it has
/// found the workspace, verified the token, held its workspace against the path's, and asked for the permission. So no
/// handler can forget to.
package enum Endpoint: Sendable {
    /// Anybody; the address belongs to no workspace.
    case open(@Sendable (GatewayRequest) async throws -> Answer)
    /// Anybody at the door of a workspace.
    case door(@Sendable (GatewayRequest, Workspace) async throws -> Answer)
    /// A browser at the door of a workspace, signed in or not.
    case visitor(@Sendable (GatewayRequest, Workspace, SignedInUser?) async throws -> Answer)
    /// A browser that is signed in, by somebody with the permission where one is named; one that is not signed in is sent
    /// to the sign-in page.
    case browserSession(Permission?, @Sendable (GatewayRequest, Workspace, SignedInUser) async throws -> Answer)
    /// The holder of an access token of the workspace, with the permission where one is named.
    case bearer(Permission?, @Sendable (GatewayRequest, Workspace, VerifiedCaller) async throws -> Answer)
    /// An application of that kind, known by its id and secret (HTTP Basic, RFC 6749 section 2.3.1).
    case client(ApplicationKind, @Sendable (GatewayRequest, Application) async throws -> Answer)

    /// What the caller must be permitted.
    var permission: Permission? {
        switch self {
        case .open, .client, .door, .visitor: nil
        case .browserSession(let permission, _), .bearer(let permission, _): permission
        }
    }

    /// Whether the path must have the workspace in it.
    var belongsToWorkspace: Bool {
        switch self {
        case .open, .client: false
        case .door, .visitor, .browserSession, .bearer: true
        }
    }

    /// Whether it acts for whoever the browser's cookie stands for.
    var believesCookies: Bool {
        switch self {
        case .visitor, .browserSession: true
        case .open, .door, .bearer, .client: false
        }
    }
}
