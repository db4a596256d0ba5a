package import FoundationEssentials

/// Of whom a workspace demands a second factor.
package enum SecondFactorScope: String, Sendable, CaseIterable {
    case off
    case admins
    case everyone
}

/// What a workspace demands of one person.
package enum SecondFactorDemand: Sendable, Equatable {
    case none
    /// From that moment on; until then the person is asked, not forced.
    case from(Date)
    /// Whoever has none is led through enrolment and gets nothing else before.
    case now
}

/// What a workspace has decided for all its people.
package struct WorkspacePolicy: Sendable, Equatable {
    package let secondFactor: SecondFactorScope
    /// When the grace period ends, or ended.
    package let secondFactorFrom: Date

    package init(secondFactor: SecondFactorScope, secondFactorFrom: Date) {
        self.secondFactor = secondFactor
        self.secondFactorFrom = secondFactorFrom
    }

    /// Whoever may change the policy is an admin in its sense.
    package static func isAdmin(_ role: Role) -> Bool { role.permissions.contains(.policiesWrite) }

    package func demand(on user: User, at now: Date) -> SecondFactorDemand {
        let isMeant =
            switch secondFactor {
            case .off: false
            case .admins: Self.isAdmin(user.role)
            case .everyone: true
            }
        guard isMeant else { return .none }
        return now < secondFactorFrom ? .from(secondFactorFrom) : .now
    }
}

/// The policy of a workspace: there is always one.
package protocol PolicyStorage: Sendable {
    func find(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy
    /// The same, locked until the transaction's end.
    func lock(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy
    func set(_ policy: WorkspacePolicy, replacing old: WorkspacePolicy, in change: WorkspaceChange) async throws
}
