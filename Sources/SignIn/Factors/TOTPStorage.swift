package import FoundationEssentials
package import Workspaces

/// An authenticator app that was confirmed by a code.
package struct StoredTOTP: Sendable {
    /// Sealed with the app key, for ``SealedTOTPSecrets/purpose(_:_:)``.
    package let sealedSecret: [UInt8]
    package let confirmedAt: Date

    package init(sealedSecret: [UInt8], confirmedAt: Date) {
        self.sealedSecret = sealedSecret
        self.confirmedAt = confirmedAt
    }
}

/// A secret that was shown and waits for its first code.
package struct PendingTOTP: Sendable {
    package let sealedSecret: [UInt8]
    /// Who was shown it: what confirms it must be the same sign-in or session.
    package let holder: EnrolmentHolder
    package let expiresAt: Date

    package init(sealedSecret: [UInt8], holder: EnrolmentHolder, expiresAt: Date) {
        self.sealedSecret = sealedSecret
        self.holder = holder
        self.expiresAt = expiresAt
    }
}

/// The authenticator apps of a workspace's users: at most one each.
package protocol TOTPStorage: Sendable {
    func find(of user: UserID, in transaction: WorkspaceTransaction) async throws -> StoredTOTP?
    /// Takes a code's step where it is later than the last one taken; false where it is not. The row count decides, so of
    /// several uses of one code one wins. Operational: what the code was good for is audited.
    func consume(step: Int64, of user: UserID, in transaction: WorkspaceTransaction) async throws -> Bool
    /// Puts it in the place of one that there may be.
    ///
    /// - Parameter step: of the code that confirmed it, which is spent with that.
    func set(_ totp: StoredTOTP, step: Int64, of user: UserID, in change: WorkspaceChange) async throws
    /// false where there was none.
    func remove(of user: UserID, in change: WorkspaceChange) async throws -> Bool

    /// The secret that waits for its first code, expired or not.
    func findPending(of user: UserID, in transaction: WorkspaceTransaction) async throws -> PendingTOTP?
    /// Puts it in the place of one that there may be. Operational.
    func setPending(_ pending: PendingTOTP, of user: UserID, in transaction: WorkspaceTransaction) async throws
    /// false where there was none. Operational.
    func removePending(of user: UserID, in transaction: WorkspaceTransaction) async throws -> Bool
}
