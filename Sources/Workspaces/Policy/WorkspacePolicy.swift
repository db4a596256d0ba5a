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
    /// Since when it is demanded of admins, where all others are given longer; nil where they are not.
    package let adminsFrom: Date?

    package init(secondFactor: SecondFactorScope, secondFactorFrom: Date, adminsFrom: Date? = nil) {
        self.secondFactor = secondFactor
        self.secondFactorFrom = secondFactorFrom
        self.adminsFrom = adminsFrom
    }

    /// Whoever may change the policy is an admin in its sense.
    package static func isAdmin(_ role: Role) -> Bool { role.permissions.contains(.policiesWrite) }

    package func demand(on user: User, at now: Date) -> SecondFactorDemand {
        guard let from = Self.isAdmin(user.role) ? fromForAdmins : fromForOthers else { return .none }
        return now < from ? .from(from) : .now
    }

    /// Since when admins are held to it; nil where they are not at `now`.
    package func adminsHeld(at now: Date) -> Date? {
        fromForAdmins.flatMap { $0 <= now ? $0 : nil }
    }

    private var fromForAdmins: Date? {
        secondFactor == .off ? nil : min(adminsFrom ?? secondFactorFrom, secondFactorFrom)
    }

    private var fromForOthers: Date? {
        secondFactor == .everyone ? secondFactorFrom : nil
    }
}

/// The policy of a workspace: there is always one.
package protocol PolicyStorage: Sendable {
    func find(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy
    /// The same, locked until the transaction's end.
    func lock(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy
    func set(_ policy: WorkspacePolicy, replacing old: WorkspacePolicy, in change: WorkspaceChange) async throws
}
