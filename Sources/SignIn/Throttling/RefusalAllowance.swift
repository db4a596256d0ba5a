import Workspaces

/// How many refusals the audit tells of: whoever sends nonsense fills no audit, and is refused all the same.
struct RefusalAllowance: Sendable {
    let databases: any WorkspaceDatabaseAccess
    let storage: any ThrottleStorage
    let clock: any WallClock

    /// Takes one entry from the counter, in a transaction of its own. Returns whether there was one left.
    func take(_ counter: ThrottleCounter, in workspace: WorkspaceID) async throws -> Bool {
        do {
            try await databases.transaction(on: workspace) { [storage, clock] in
                try await storage.take([counter], at: clock.now, in: $0)
            }
            return true
        } catch is TooManyTries {
            return false
        }
    }
}
