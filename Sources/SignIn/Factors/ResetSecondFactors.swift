package import Workspaces

/// An admin takes all second factors of a user away, who has lost them: audited, told by mail, all sessions ended. What is
/// left is the password, and what the policy demands is enrolled anew at the next sign-in.
package struct ResetSecondFactors: Sendable {
    /// Why it is refused.
    package enum Rejection: Error, Equatable, Sendable {
        case unknownUser
        /// One's own are removed with a fresh proof of one of them, not by the way for others.
        case oneself
        /// Of an owner only an owner may.
        case aboveOwnRole
    }

    let databases: any WorkspaceDatabaseAccess
    let users: any UserStorage
    let factors: SecondFactors
    let transactions: any SignInTransactionStorage
    let endSessions: EndUserSessions
    let notify: NotifyByMail

    /// Where the user has none, nothing changes.
    ///
    /// - Parameter permissions: of the admin, as the frame knows them.
    package func callAsFunction(
        of id: UserID,
        in workspace: WorkspaceID,
        by admin: UserID,
        holding permissions: Set<Permission>,
        origin: RequestOrigin
    ) async throws {
        guard id != admin else { throw Rejection.oneself }
        try await databases.change(workspace, by: ChangeAuthor(.user(admin), from: origin)) { [self] change in
            guard let user = try await users.lock(id, in: change.transaction) else { throw Rejection.unknownUser }
            guard user.role != .owner || permissions.contains(.ownersAssign) else {
                throw Rejection.aboveOwnRole
            }
            let enrolled = try await factors.enrolled(of: id, in: change.transaction)
            guard enrolled.haveSecond || enrolled.recoveryCodesLeft > 0 else { return }
            change.record(AuditEvent(.userSecondFactorsReset, .user(id)))
            try await factors.removeAll(of: id, in: change)
            try await transactions.removeAll(of: id, in: change.transaction)
            try await endSessions(of: user, keeping: nil, because: .secondFactorsReset, in: change)
            try await notify(.factorsReset, to: user.email, in: change.transaction)
        }
    }
}
