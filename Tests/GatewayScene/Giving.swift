import FoundationEssentials
import SignIn
import WebAuthn
package import Workspaces

extension Scene {
    /// Somebody has an authenticator app, without having set it up.
    package func giveTOTP(to user: User) {
        let stored = StoredTOTP(sealedSecret: [], confirmedAt: clock.now)
        storage.write { $0.totp[user.id] = (stored, 0) }
    }

    /// Somebody has a passkey, without having made it.
    package func givePasskey(to user: User) throws {
        let passkey = Passkey(
            id: .random(from: random),
            user: user.id,
            credential: try CredentialID(random.bytes(32)),
            publicKey: [],
            signCount: 0,
            verifiesUser: true,
            isBackupEligible: false,
            isBackedUp: false,
            transports: [],
            aaguid: try required(AAGUID(random.bytes(16))),
            isAttested: false,
            name: try required(PasskeyName("Key")),
            createdAt: clock.now,
            lastUsedAt: nil
        )
        storage.write { $0.passkeys.append(passkey) }
    }

    /// Somebody in the first workspace has another role, without anybody's having given it.
    package func giveRole(_ role: Role, to user: User) {
        let changed = User(
            id: user.id,
            email: user.email,
            name: user.name,
            role: role,
            status: user.status,
            createdAt: user.createdAt
        )
        storage.write { [acme] state in
            state.users[acme.id] = state.users[acme.id]?.map { $0.id == user.id ? changed : $0 }
        }
    }

    /// Everybody in the first workspace is asked for a second factor within a week.
    package func demandSecondFactor() {
        let policy = WorkspacePolicy(
            secondFactor: .everyone,
            secondFactorFrom: clock.now.addingTimeInterval(7 * 86_400)
        )
        storage.write { [acme] in $0.policies[acme.id] = policy }
    }

    private func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw NoSample() }
        return value
    }

    /// A sample that is not what its type takes.
    private struct NoSample: Error {}
}
