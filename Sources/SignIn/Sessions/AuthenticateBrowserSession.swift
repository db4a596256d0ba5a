package import FoundationEssentials
import Secrets
package import Workspaces

/// Somebody at a page, known by the cookie.
package struct SignedInUser: Sendable {
    package let user: User
    package let session: Session

    package init(user: User, session: Session) {
        self.user = user
        self.session = session
    }
}

/// Who is at the page? Looked up in the workspace's own database only, so that a cookie of one workspace is nothing in
/// another (attacks 5.3 #23).
package struct AuthenticateBrowserSession: Sendable {
    /// A use within this time of the last one is not written down.
    package static let touchInterval: TimeInterval = 60

    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let policy: any PolicyStorage
    let sessions: any SessionStorage
    let clock: any WallClock

    /// - Parameter cookie: the cookie's value as it came.
    /// - Returns: nil for whatever is not the cookie of a living session of an active user, and for a session without the
    ///   second factor that the workspace demands by now: its person signs in anew and enrols one.
    package func callAsFunction(cookie: String, in workspace: WorkspaceID) async throws -> SignedInUser? {
        guard let token = OpaqueToken(parsing: cookie, as: .session), token.workspace == workspace.bytes else {
            return nil
        }
        let now = clock.now
        return try await databases.transaction(on: workspace) { [users, policy, sessions] transaction in
            guard let session = try await sessions.find(browserToken: token.hash, in: transaction),
                session.isAlive(at: now),
                let user = try await users.find(session.user, in: transaction), user.isActive
            else { return nil }
            if !session.isMultiFactor, try await policy.find(in: transaction).demand(on: user, at: now) == .now {
                return nil
            }
            if now.timeIntervalSince(session.lastUsedAt) > Self.touchInterval {
                try await sessions.touch(session.id, at: now, in: transaction)
            }
            return SignedInUser(user: user, session: session)
        }
    }
}
