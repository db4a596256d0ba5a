package import FoundationEssentials
package import Workspaces

/// How many wrong codes followed a right password. Operational.
package protocol WrongCodeStorage: Sendable {
    /// Counts one more and returns how many there are; those from before `moment` are forgotten.
    func count(
        of user: UserID,
        forgettingBefore moment: Date,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Int
    func forget(of user: UserID, in transaction: WorkspaceTransaction) async throws
}

/// Whoever knows the password and not the codes is taken for a thief: the person is told by mail.
///
/// Counted over all sign-ins of an account, since a thief begins as many as it takes. One or two wrong codes are fingers.
struct WarnOfGuesses: Sendable {
    /// The wrong code at which the mail is written, once in ``memory``.
    static let threshold = 3
    /// Seconds.
    static let memory: TimeInterval = 3_600

    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let wrongCodes: any WrongCodeStorage
    let notify: NotifyByMail
    let clock: any WallClock

    func count(of user: UserID, in workspace: WorkspaceID, origin: RequestOrigin) async throws {
        try await databases.change(workspace, by: ChangeAuthor(.anonymous, from: origin)) { [self] change in
            let now = clock.now
            let count = try await wrongCodes.count(
                of: user,
                forgettingBefore: now.addingTimeInterval(-Self.memory),
                at: now,
                in: change.transaction
            )
            guard count == Self.threshold, let user = try await users.find(user, in: change.transaction) else { return }
            try await notify(.passwordKnownToSomebodyElse, to: user.email, in: change.transaction)
        }
    }

    func forget(of user: UserID, in transaction: WorkspaceTransaction) async throws {
        try await wrongCodes.forget(of: user, in: transaction)
    }
}
