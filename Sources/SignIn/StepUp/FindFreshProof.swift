import Workspaces

/// Whether the holder of an access token proved a moment ago who they are. Asked of the database: a token can't know what
/// was proved since it was issued.
package struct FindFreshProof: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let sessions: any SessionStorage
    let clock: any WallClock

    package func callAsFunction(_ caller: VerifiedCaller) async throws -> Bool {
        let session = try await databases.transaction(on: caller.workspace) { [sessions] in
            try await sessions.find(caller.session, in: $0)
        }
        guard let session, session.user == caller.user else { return false }
        return session.hasFreshProof(at: clock.now)
    }
}
