package import FoundationEssentials
package import SignIn
package import TokenVerification
package import Workspaces

extension MemoryStorage: RevocationStorage {
    package func append(
        _ revocation: Revocation,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) -> Int64 {
        write { state in
            let number = Int64(state.revocations.count + 1)
            state.revocations.append(
                RevocationEntry(
                    number: number,
                    scope: revocation.scope,
                    issuedBefore: second,
                    recordedAt: now.unixSeconds
                )
            )
            return number
        }
    }

    /// No scene revokes as much.
    package func fold(
        by folding: RevocationFolding,
        recordedSince begin: Date,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) -> Int { 0 }

    package func head(in transaction: ControlTransaction) -> Int64 {
        read { Int64($0.revocations.count) }
    }

    package func list(
        after number: Int64,
        recordedSince moment: Date,
        in transaction: ControlTransaction
    ) -> [RevocationEntry] {
        read { $0.revocations.filter { $0.number > number } }
    }

    package func prune(recordedBefore moment: Date, in transaction: ControlTransaction) {}
}

extension MemoryStorage: SigningKeyStorage {
    package func lockAll(in transaction: ControlTransaction) -> [SigningKeyRecord] { read { $0.keys } }

    package func list(in transaction: ControlTransaction) -> [SigningKeyRecord] { read { $0.keys } }

    package func insert(_ key: SigningKeyRecord, in transaction: ControlTransaction) {
        write { $0.keys.append(key) }
    }

    package func move(
        _ id: String,
        to state: SigningKeyState,
        at now: Date,
        in transaction: ControlTransaction
    ) {}

    package func prune(retiredBefore moment: Date, in transaction: ControlTransaction) {}
}

extension MemoryStorage: ApplicationStorage {
    package func find(_ clientID: String, in transaction: ControlTransaction) -> Application? {
        read { $0.applications.first { $0.clientID == clientID } }
    }

    package func list(in transaction: ControlTransaction) -> [Application] { read { $0.applications } }

    package func insert(_ application: Application, in transaction: ControlTransaction) {
        write { $0.applications.append(application) }
    }

    package func delete(_ clientID: String, in transaction: ControlTransaction) -> Bool { false }
}
