package import FoundationEssentials
package import Secrets
package import SignIn
package import WebAuthn
package import Workspaces

extension MemoryStorage: PasskeyStorage {
    package func insert(_ passkey: Passkey, in change: WorkspaceChange) -> Bool {
        let isNew = write { state in
            guard !state.passkeys.contains(where: { $0.credential == passkey.credential }) else { return false }
            state.passkeys.append(passkey)
            return true
        }
        if isNew { change.record(AuditEvent(.passkeyAdded, .user(passkey.user))) }
        return isNew
    }

    package func find(_ credential: CredentialID, in transaction: WorkspaceTransaction) -> Passkey? {
        read { $0.passkeys.first { $0.credential == credential } }
    }

    package func list(of user: UserID, in transaction: WorkspaceTransaction) -> [Passkey] {
        read { $0.passkeys.filter { $0.user == user } }
    }

    package func use(_ passkey: Passkey, _ use: PasskeyUse, in transaction: WorkspaceTransaction) -> Bool {
        read { $0.passkeys.contains { $0.id == passkey.id && $0.signCount == passkey.signCount } }
    }

    package func rename(_ id: PasskeyID, of user: UserID, to name: PasskeyName, in change: WorkspaceChange) -> Bool {
        read { $0.passkeys.contains { $0.id == id && $0.user == user } }
    }

    package func remove(_ id: PasskeyID, of user: UserID, in change: WorkspaceChange) -> PasskeyName? {
        let removed = write { state -> PasskeyName? in
            guard let place = state.passkeys.firstIndex(where: { $0.id == id && $0.user == user }) else { return nil }
            return state.passkeys.remove(at: place).name
        }
        if removed != nil { change.record(AuditEvent(.passkeyRemoved, .user(user))) }
        return removed
    }

    package func removeAllPasskeys(of user: UserID, in change: WorkspaceChange) {
        write { $0.passkeys.removeAll { $0.user == user } }
    }

    package func handle(
        of user: UserID,
        otherwise fresh: UserHandle,
        in transaction: WorkspaceTransaction
    ) -> UserHandle {
        write { state in
            let handle = state.userHandles[user] ?? fresh
            state.userHandles[user] = handle
            return handle
        }
    }

    package func findHandle(of user: UserID, in transaction: WorkspaceTransaction) -> UserHandle? {
        read { $0.userHandles[user] }
    }
}

extension MemoryStorage: PasskeyPolicyStorage {
    package func findPasskeyPolicy(in transaction: WorkspaceTransaction) -> PasskeyPolicy {
        read { $0.passkeyPolicies[transaction.workspace] } ?? .anyMake
    }

    package func lockPasskeyPolicy(in transaction: WorkspaceTransaction) -> PasskeyPolicy {
        findPasskeyPolicy(in: transaction)
    }

    package func set(_ policy: PasskeyPolicy, replacing old: PasskeyPolicy, in change: WorkspaceChange) {
        write { $0.passkeyPolicies[change.transaction.workspace] = policy }
        change.record(AuditEvent(.policyChanged, .workspace(change.transaction.workspace)))
    }

    package func countPasskeys(
        notAttestedAs models: Set<AAGUID>,
        in transaction: WorkspaceTransaction
    ) -> PasskeysOutside {
        let outside = read { $0.passkeys.filter { !$0.isAttested || !models.contains($0.aaguid) } }
        return PasskeysOutside(passkeys: outside.count, people: Set(outside.map(\.user)).count)
    }
}

extension MemoryStorage: PasskeyCeremonyStorage {
    package func insert(_ ceremony: PasskeyCeremony, at now: Date, in transaction: WorkspaceTransaction) {
        write { $0.ceremonies[ceremony.hash] = ceremony }
    }

    package func consume(
        _ hash: SecretHash,
        for purpose: PasskeyPurpose,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) -> Challenge? {
        write { state in
            guard let ceremony = state.ceremonies[hash], ceremony.purpose == purpose, now < ceremony.expiresAt else {
                return nil
            }
            state.ceremonies[hash] = nil
            return ceremony.challenge
        }
    }
}
