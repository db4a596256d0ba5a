package import FoundationEssentials

/// Reads and sets the policy of a workspace.
package struct ManagePolicy: Sendable {
    /// Days for which people may be given to get ready.
    package static let graceDays = 0...90
    private static let secondsOfDay: TimeInterval = 86_400

    private let databases: any WorkspaceDatabaseAccess
    private let policy: any PolicyStorage
    private let clock: any WallClock

    package init(databases: any WorkspaceDatabaseAccess, policy: any PolicyStorage, clock: any WallClock) {
        self.databases = databases
        self.policy = policy
        self.clock = clock
    }

    /// When a grace period ends that begins at `now`.
    package static func end(ofGraceDays days: Int, from now: Date) -> Date { now + Double(days) * secondsOfDay }

    package func find(in workspace: WorkspaceID) async throws -> WorkspacePolicy {
        try await databases.transaction(on: workspace) { [policy] in try await policy.find(in: $0) }
    }

    /// Demands a second factor of those in `scope`, from the end of the grace period on. Whoever is held to it already and is
    /// still meant stays so: a grace period is for those who are not.
    ///
    /// - Parameter graceDays: brought into ``graceDays``; nil for the day that is set.
    /// - Returns: the policy as it is now.
    package func demandSecondFactor(
        of scope: SecondFactorScope,
        graceDays: Int?,
        in workspace: WorkspaceID,
        by author: ChangeAuthor
    ) async throws -> WorkspacePolicy {
        let days = graceDays.map { min(max($0, Self.graceDays.lowerBound), Self.graceDays.upperBound) }
        return try await databases.change(workspace, by: author) { [policy, clock] change in
            let old = try await policy.lock(in: change.transaction)
            let now = clock.now
            guard old.secondFactor != scope || old.secondFactorFrom > now else { return old }
            let from = days.map { Self.end(ofGraceDays: $0, from: now) } ?? max(old.secondFactorFrom, now)
            let held = old.adminsHeld(at: now)
            let new =
                switch scope {
                case .off: WorkspacePolicy(secondFactor: .off, secondFactorFrom: from)
                case .admins: WorkspacePolicy(secondFactor: .admins, secondFactorFrom: held ?? from)
                case .everyone: WorkspacePolicy(secondFactor: .everyone, secondFactorFrom: from, adminsFrom: held)
                }
            guard new != old else { return old }
            try await policy.set(new, replacing: old, in: change)
            return new
        }
    }
}
