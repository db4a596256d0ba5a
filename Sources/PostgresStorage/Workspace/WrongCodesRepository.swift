package import FoundationEssentials
import Postgres
import SignIn
package import Workspaces

/// The table `wrong_codes`.
package struct WrongCodesRepository: WrongCodeStorage {
    package init() {}

    package func count(
        of user: UserID,
        forgettingBefore moment: Date,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> Int {
        let rows = try await transaction.session().query(
            """
            INSERT INTO wrong_codes AS known (user_id, count, first_at)
            VALUES (\(user.rawValue), 1, \(now))
            ON CONFLICT (user_id) DO UPDATE
            SET count = CASE WHEN known.first_at < \(moment) THEN 1 ELSE known.count + 1 END,
                first_at = CASE WHEN known.first_at < \(moment) THEN excluded.first_at ELSE known.first_at END
            RETURNING count
            """
        )
        guard let row = rows.first else {
            throw InconsistentRow(table: "wrong_codes", column: "count", row: "\(user)")
        }
        return try row.decode("count")
    }

    package func forget(of user: UserID, in transaction: WorkspaceTransaction) async throws {
        try await transaction.session().execute("DELETE FROM wrong_codes WHERE user_id = \(user.rawValue)")
    }
}
