package import FoundationEssentials
import JOSE
import Postgres
package import SignIn
package import TokenVerification
package import Workspaces

/// The tables `revocations` and `revocation_head`.
package struct RevocationsRepository: RevocationStorage {
    /// The longest that entries may be folded.
    private static let foldingTime: Duration = .seconds(5)

    package init() {}

    package func append(
        _ revocation: Revocation,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int64 {
        let session = try transaction.session()
        let rows = try await session.query("UPDATE revocation_head SET number = number + 1 RETURNING number")
        guard let number = try rows.first?.decode("number", as: Int64.self) else {
            throw InconsistentRow(table: "revocation_head", column: "number", row: "missing")
        }
        let (scope, subject) = Self.columns(of: revocation)
        let workspace = revocation.foldsInto?.description
        try await session.execute(
            """
            INSERT INTO revocations (number, scope, subject, workspace, issued_before, recorded_at)
            VALUES (\(number), \(scope), \(subject), \(workspace), \(Int64(second)), \(now))
            """
        )
        try await ControlChannel.tell(in: transaction)
        return number
    }

    package func fold(
        by folding: RevocationFolding,
        recordedSince begin: Date,
        issuedBefore second: Int,
        at now: Date,
        in transaction: ControlTransaction
    ) async throws -> Int {
        let session = try transaction.session()
        // With the head's lock the statement sees all entries there are, and the head goes on within it. What has left the
        // feed is left to prune(recordedBefore:), so that the two never wait for each other.
        session.executeLater("SELECT number FROM revocation_head FOR UPDATE")
        let statement: SQL = """
            WITH feed AS (
                SELECT workspace, issued_before FROM revocations WHERE recorded_at >= \(begin)
            ), foldable AS (
                SELECT workspace, count(*) AS entries, max(issued_before) AS issued_before
                FROM feed
                WHERE workspace IS NOT NULL AND issued_before <= \(Int64(second))
                GROUP BY workspace
                HAVING count(*) > 1
            ), ranked AS (
                SELECT workspace, entries, issued_before,
                    coalesce(
                        sum(entries - 1) OVER (
                            ORDER BY entries DESC, workspace ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                        ),
                        0
                    ) AS saved_by_larger
                FROM foldable
            ), chosen AS (
                SELECT workspace, issued_before, row_number() OVER (ORDER BY workspace) AS place
                FROM ranked
                WHERE entries > \(folding.mostOfWorkspace)
                    OR (SELECT count(*) FROM feed) - saved_by_larger > \(folding.mostOfAll)
            ), removed AS (
                DELETE FROM revocations r
                USING chosen c
                WHERE r.workspace = c.workspace AND r.issued_before <= \(Int64(second)) AND r.recorded_at >= \(begin)
                RETURNING 1
            ), head AS (
                UPDATE revocation_head
                SET number = number + (SELECT count(*) FROM chosen)
                RETURNING number - (SELECT count(*) FROM chosen) AS number
            ), added AS (
                INSERT INTO revocations (number, scope, subject, workspace, issued_before, recorded_at)
                SELECT head.number + chosen.place, 'workspace', chosen.workspace, chosen.workspace,
                    chosen.issued_before, \(now)
                FROM chosen, head
            )
            SELECT count(*) AS removed FROM removed
            """
        // Whoever appends waits for it.
        return try await session.query(statement.timeout(Self.foldingTime)).first?.decode("removed") ?? 0
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
            SELECT number, scope, subject, workspace, issued_before, recorded_at,
                CASE scope WHEN 'workspace' THEN
                    (SELECT state = 'suspended' FROM workspaces WHERE id = subject::uuid)
                END AS suspended
            FROM revocations
            WHERE number > \(number) AND recorded_at >= \(moment)
            ORDER BY number
            """
        ).map(Self.entry)
    }

    package func prune(recordedBefore moment: Date, in transaction: ControlTransaction) async throws {
        try await transaction.session().execute("DELETE FROM revocations WHERE recorded_at < \(moment)")
    }

    private static func columns(of revocation: Revocation) -> (scope: String, subject: String) {
        switch revocation {
        case .session(let id, _): ("session", id.description)
        case .user(let id, _): ("user", id.description)
        case .workspace(let id): ("workspace", id.description)
        case .key(let identifier): ("key", identifier.text)
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
            recordedAt: try row.decode("recorded_at", as: Date.self).unixSeconds,
            isSuspension: try row.decode("suspended", as: Bool?.self) ?? false
        )
    }
}
