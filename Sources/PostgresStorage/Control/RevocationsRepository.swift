package import FoundationEssentials
import JOSE
import Postgres
import SignIn
package import TokenVerification
package import Workspaces

/// The tables `revocations` and `revocation_head`.
package struct RevocationsRepository: RevocationStorage {
    package init() {}

    package func append(
        _ scope: RevocationEntry.Scope,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int64 {
        let session = try transaction.session()
        let rows = try await session.query("UPDATE revocation_head SET number = number + 1 RETURNING number")
        guard let number = try rows.first?.decode("number", as: Int64.self) else {
            throw InconsistentRow(table: "revocation_head", column: "number", row: "missing")
        }
        let (name, subject, workspace) = Self.columns(of: scope)
        try await session.execute(
            """
            INSERT INTO revocations (number, scope, subject, workspace, issued_before, recorded_at)
            VALUES (\(number), \(name), \(subject), \(workspace), \(Int64(second)), \(now))
            """
        )
        try await ControlChannel.tell(in: transaction)
        return number
    }

    package func head(in transaction: ControlTransaction) async throws -> Int64 {
        try await transaction.session().query("SELECT number FROM revocation_head").first?.decode("number") ?? 0
    }

    package func list(
        after number: Int64,
        recordedSince moment: Date,
        in transaction: ControlTransaction
    ) async throws -> [RevocationEntry] {
        try await transaction.session().query(
            """
            SELECT number, scope, subject, workspace, issued_before, recorded_at
            FROM revocations
            WHERE number > \(number) AND recorded_at >= \(moment)
            ORDER BY number
            """
        ).map(Self.entry)
    }

    package func prune(recordedBefore moment: Date, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute("DELETE FROM revocations WHERE recorded_at < \(moment)")
    }

    private static func columns(of scope: RevocationEntry.Scope) -> (name: String, subject: String, workspace: String?)
    {
        switch scope {
        case .session(let id): ("session", id, nil)
        case .user(let id, let workspace): ("user", id, workspace)
        case .workspace(let id): ("workspace", id, nil)
        case .key(let id): ("key", id.text, nil)
        }
    }

    private static func entry(_ row: PostgresRow) throws -> RevocationEntry {
        let number: Int64 = try row.decode("number")
        let subject: String = try row.decode("subject")
        let scope: RevocationEntry.Scope
        switch try row.decode("scope", as: String.self) {
        case "session": scope = .session(subject)
        case "user": scope = .user(subject, workspace: try row.decode("workspace"))
        case "workspace": scope = .workspace(subject)
        case "key": scope = .key(try KeyIdentifier(subject))
        default: throw InconsistentRow(table: "revocations", column: "scope", row: "\(number)")
        }
        return RevocationEntry(
            number: number,
            scope: scope,
            issuedBefore: Int(try row.decode("issued_before", as: Int64.self)),
            recordedAt: try row.decode("recorded_at", as: Date.self).unixSeconds
        )
    }
}
