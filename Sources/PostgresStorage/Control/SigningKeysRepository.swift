package import FoundationEssentials
import JOSE
import Postgres
package import SignIn
package import Workspaces

/// The table `signing_keys`. Changes are told on ``ControlChannel/news``.
package struct SigningKeysRepository: SigningKeyStorage {
    package init() {}

    package func lockAll(in transaction: ControlTransaction) async throws -> [SigningKeyRecord] {
        let session = try transaction.session()
        // The table is small and may be empty: a lock on rows would not keep two nodes from making a first key each.
        try await session.execute("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE")
        return try await list(in: transaction)
    }

    package func list(in transaction: ControlTransaction) async throws -> [SigningKeyRecord] {
        try await transaction.session().query(
            """
            SELECT id, algorithm, sealed_private_key, state, created_at, retired_at
            FROM signing_keys
            ORDER BY created_at, id
            """
        ).map(Self.key)
    }

    package func insert(_ key: SigningKeyRecord, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            """
            INSERT INTO signing_keys (id, algorithm, sealed_private_key, state, created_at, retired_at)
            VALUES (
                \(key.id), \(key.algorithm.rawValue), \(key.sealedPrivateKey), \(key.state.rawValue),
                \(key.createdAt), \(key.retiredAt)
            )
            """
        )
        try await ControlChannel.tell(in: transaction)
    }

    package func move(
        _ id: String,
        to state: SigningKeyState,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws {
        let retiredAt = state == .retired || state == .withdrawn ? now : nil
        try await transaction.session().execute(
            "UPDATE signing_keys SET state = \(state.rawValue), retired_at = \(retiredAt) WHERE id = \(id)"
        )
        try await ControlChannel.tell(in: transaction)
    }

    package func prune(retiredBefore moment: Date, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            "DELETE FROM signing_keys WHERE state = 'retired' AND retired_at < \(moment)"
        )
    }

    private static func key(_ row: PostgresRow) throws -> SigningKeyRecord {
        let id: String = try row.decode("id")
        guard let algorithm = SigningAlgorithm(rawValue: try row.decode("algorithm")) else {
            throw InconsistentRow(table: "signing_keys", column: "algorithm", row: id)
        }
        guard let state = SigningKeyState(rawValue: try row.decode("state")) else {
            throw InconsistentRow(table: "signing_keys", column: "state", row: id)
        }
        return SigningKeyRecord(
            id: id,
            algorithm: algorithm,
            sealedPrivateKey: try row.decode("sealed_private_key"),
            state: state,
            createdAt: try row.decode("created_at"),
            retiredAt: try row.decode("retired_at")
        )
    }
}
