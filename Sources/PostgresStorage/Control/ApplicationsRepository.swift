import Postgres
import Secrets
package import SignIn
package import Workspaces

/// The table `applications`.
package struct ApplicationsRepository: ApplicationStorage {
    package init() {}

    package func find(_ clientID: String, in transaction: ControlTransaction) async throws -> Application? {
        try await transaction.session().query(
            """
            SELECT client_id, name, kind, redirect_uris, secret_hash, created_at
            FROM applications
            WHERE client_id = \(clientID)
            """
        ).first.map(Self.application)
    }

    package func list(in transaction: ControlTransaction) async throws -> [Application] {
        try await transaction.session().query(
            """
            SELECT client_id, name, kind, redirect_uris, secret_hash, created_at
            FROM applications
            ORDER BY created_at, client_id
            """
        ).map(Self.application)
    }

    package func insert(_ application: Application, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute(
            """
            INSERT INTO applications (client_id, name, kind, redirect_uris, secret_hash, created_at)
            VALUES (
                \(application.clientID), \(application.name), \(application.kind.rawValue),
                \(application.redirectURIs), \(application.secretHash?.bytes), \(application.createdAt)
            )
            """
        )
    }

    package func delete(_ clientID: String, in transaction: ControlTransaction) async throws -> Bool {
        try await transaction.session().execute(
            "DELETE FROM applications WHERE client_id = \(clientID) AND client_id <> \(Application.firstPartyID)"
        ) == 1
    }

    private static func application(_ row: PostgresRow) throws -> Application {
        let clientID: String = try row.decode("client_id")
        guard let kind = ApplicationKind(rawValue: try row.decode("kind")) else {
            throw InconsistentRow(table: "applications", column: "kind", row: clientID)
        }
        return Application(
            clientID: clientID,
            name: try row.decode("name"),
            kind: kind,
            redirectURIs: try row.decode("redirect_uris"),
            secretHash: try row.decode("secret_hash", as: [UInt8]?.self).flatMap { SecretHash(stored: $0) },
            createdAt: try row.decode("created_at")
        )
    }
}
