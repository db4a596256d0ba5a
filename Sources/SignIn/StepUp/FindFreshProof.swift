package import Workspaces

/// Whether the holder of an access token proved a moment ago who they are. Asked of the database: a token can't know what
/// was proved since it was issued.
package struct FindFreshProof: Sendable {
    private let databases: any WorkspaceDatabaseAccess
    private let sessions: any SessionStorage
    private let clock: any WallClock

    package init(databases: any WorkspaceDatabaseAccess, sessions: any SessionStorage, clock: any WallClock) {
        self.databases = databases
        self.sessions = sessions
        self.clock = clock
    }

    package func callAsFunction(_ caller: VerifiedCaller) async throws -> Bool {
        let session = try await databases.transaction(on: caller.workspace) { [sessions] in
            try await sessions.find(caller.session, in: $0)
        }
        guard let session, session.user == caller.user else { return false }
        return session.hasFreshProof(at: clock.now)
    }
}
