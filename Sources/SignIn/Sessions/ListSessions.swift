package import Workspaces

/// Where a user is signed in.
package struct ListSessions: Sendable {
    /// Sessions shown at once; the most recently used come first.
    package static let maximum = 100

    private let databases: any WorkspaceDatabaseAccess
    private let sessions: any SessionStorage
    private let clock: any WallClock

    package init(databases: any WorkspaceDatabaseAccess, sessions: any SessionStorage, clock: any WallClock) {
        self.databases = databases
        self.sessions = sessions
        self.clock = clock
    }

    /// The user's living sessions.
    package func callAsFunction(of user: UserID, in workspace: WorkspaceID) async throws -> [Session] {
        let now = clock.now
        return try await databases.transaction(on: workspace) { [sessions] in
            try await sessions.list(of: user, limit: Self.maximum, in: $0)
        }.filter { $0.isAlive(at: now) }
    }
}
