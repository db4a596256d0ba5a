package import Workspaces

/// Where a user is signed in.
package struct ListSessions: Sendable {
    /// Sessions shown at once; the most recently used come first.
    package static let maximum = 100

    let databases: any WorkspaceDatabaseAccess
    let sessions: any SessionStorage
    let clock: any WallClock

    /// The user's living sessions.
    package func callAsFunction(of user: UserID, in workspace: WorkspaceID) async throws -> [Session] {
        let now = clock.now
        return try await databases.transaction(on: workspace) { [sessions] in
            try await sessions.list(of: user, limit: Self.maximum, in: $0)
        }.filter { $0.isAlive(at: now) }
    }
}
