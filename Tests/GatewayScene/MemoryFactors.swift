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

extension MemoryStorage: FactorCensusStorage {
    package func census(admins: Set<Role>, in transaction: WorkspaceTransaction) -> FactorCensus {
        let active = people(in: transaction).filter(\.user.isActive)
        func group(_ people: [PersonFactors]) -> FactorCensus.Group {
            FactorCensus.Group(people: people.count, without: people.count { !$0.enrolled.haveSecond })
        }
        return FactorCensus(admins: group(active.filter { admins.contains($0.user.role) }), everyone: group(active))
    }

    package func list(
        addressed prefix: String,
        after user: UserID?,
        limit: Int,
        in transaction: WorkspaceTransaction
    ) -> [PersonFactors] {
        let people = people(in: transaction).sorted { $0.user.email.key < $1.user.email.key }
        let last = people.first { $0.user.id == user }?.user.email.key ?? ""
        return Array(people.filter { $0.user.email.key.hasPrefix(prefix) && $0.user.email.key > last }.prefix(limit))
    }

    package func findPerson(_ user: UserID, in transaction: WorkspaceTransaction) -> PersonFactors? {
        people(in: transaction).first { $0.user.id == user }
    }

    private func people(in transaction: WorkspaceTransaction) -> [PersonFactors] {
        read { state in
            state.users[transaction.workspace, default: []].map { user in
                PersonFactors(
                    user: user,
                    enrolled: EnrolledFactors(
                        totpSince: state.totp[user.id]?.stored.confirmedAt,
                        recoveryCodesLeft: state.recoveryCodes[user.id, default: []].count,
                        passkeys: state.passkeys.count { $0.user == user.id }
                    )
                )
            }
        }
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
