package import FoundationEssentials
package import Secrets
package import SignIn
package import Workspaces

extension MemoryStorage: PolicyStorage {
    package func find(in transaction: WorkspaceTransaction) -> WorkspacePolicy {
        read { $0.policies[transaction.workspace] }
            ?? WorkspacePolicy(secondFactor: .off, secondFactorFrom: Date(unixSeconds: 0))
    }

    package func lock(in transaction: WorkspaceTransaction) -> WorkspacePolicy { find(in: transaction) }

    package func set(_ policy: WorkspacePolicy, replacing old: WorkspacePolicy, in change: WorkspaceChange) {
        write { $0.policies[change.transaction.workspace] = policy }
        change.record(AuditEvent(.policyChanged, .workspace(change.transaction.workspace)))
    }
}

extension MemoryStorage: SignInTransactionStorage {
    package func insert(_ begun: SignInTransaction, at now: Date, in transaction: WorkspaceTransaction) {
        write { $0.signIns[begun.hash] = begun }
    }

    package func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) -> SignInTransaction? {
        read { $0.signIns[hash] }
    }

    package func consume(_ hash: SecretHash, in transaction: WorkspaceTransaction) -> Bool {
        write { $0.signIns.removeValue(forKey: hash) != nil }
    }
}

extension MemoryStorage: TOTPStorage {
    package func find(of user: UserID, in transaction: WorkspaceTransaction) -> StoredTOTP? {
        read { $0.totp[user]?.stored }
    }

    package func consume(step: Int64, of user: UserID, in transaction: WorkspaceTransaction) -> Bool {
        write { state in
            guard let known = state.totp[user], known.step < step else { return false }
            state.totp[user]?.step = step
            return true
        }
    }

    package func set(_ totp: StoredTOTP, step: Int64, of user: UserID, in change: WorkspaceChange) {
        write { $0.totp[user] = (totp, step) }
        change.record(AuditEvent(.totpAdded, .user(user)))
    }

    package func remove(of user: UserID, in change: WorkspaceChange) -> Bool {
        guard write({ $0.totp.removeValue(forKey: user) != nil }) else { return false }
        change.record(AuditEvent(.totpRemoved, .user(user)))
        return true
    }

    package func findPending(of user: UserID, in transaction: WorkspaceTransaction) -> PendingTOTP? {
        read { $0.pendingTOTP[user] }
    }

    package func setPending(_ pending: PendingTOTP, of user: UserID, in transaction: WorkspaceTransaction) {
        write { $0.pendingTOTP[user] = pending }
    }

    package func removePending(of user: UserID, in transaction: WorkspaceTransaction) -> Bool {
        write { $0.pendingTOTP.removeValue(forKey: user) != nil }
    }
}

extension MemoryStorage: RecoveryCodeStorage, WrongCodeStorage {
    package func count(of user: UserID, in transaction: WorkspaceTransaction) -> Int {
        read { $0.recoveryCodes[user, default: []].count }
    }

    package func redeem(_ hash: SecretHash, of user: UserID, in change: WorkspaceChange) -> Bool {
        guard write({ $0.recoveryCodes[user, default: []].remove(hash) != nil }) else { return false }
        change.record(AuditEvent(.recoveryCodeUsed, .user(user)))
        return true
    }

    package func replace(_ hashes: [SecretHash], of user: UserID, at now: Date, in change: WorkspaceChange) {
        write { $0.recoveryCodes[user] = Set(hashes) }
        change.record(AuditEvent(.recoveryCodesReplaced, .user(user)))
    }

    package func removeAll(of user: UserID, in change: WorkspaceChange) {
        guard write({ $0.recoveryCodes.removeValue(forKey: user) != nil }) else { return }
        change.record(AuditEvent(.recoveryCodesRemoved, .user(user)))
    }

    package func count(
        of user: UserID,
        forgettingBefore moment: Date,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) -> Int {
        write { state in
            state.wrongCodes[user, default: 0] += 1
            return state.wrongCodes[user, default: 0]
        }
    }

    package func forget(of user: UserID, in transaction: WorkspaceTransaction) {
        write { $0.wrongCodes[user] = nil }
    }
}
