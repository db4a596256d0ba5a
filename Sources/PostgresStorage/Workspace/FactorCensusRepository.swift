import FoundationEssentials
import Postgres
package import SignIn
package import Workspaces

/// What the tables `users`, `totp`, `passkeys` and `recovery_codes` say together.
package struct FactorCensusRepository: FactorCensusStorage {
    package init() {}

    package func census(admins: Set<Role>, in transaction: WorkspaceTransaction) async throws -> FactorCensus {
        let row = try await transaction.session().query(
            """
            SELECT count(*) AS people, count(*) FILTER (WHERE NOT protected) AS without,
                count(*) FILTER (WHERE is_admin) AS admins,
                count(*) FILTER (WHERE is_admin AND NOT protected) AS admins_without
            FROM (
                SELECT role = ANY (\(admins.map(\.rawValue).sorted())) AS is_admin,
                    EXISTS (SELECT FROM totp WHERE user_id = users.id)
                        OR EXISTS (SELECT FROM passkeys WHERE user_id = users.id) AS protected
                FROM users
                WHERE deactivated_at IS NULL
            ) AS active
            """
        ).first
        guard let row else { throw InconsistentRow(table: "users", column: "count", row: "missing") }
        func count(_ column: String) throws -> Int { Int(try row.decode(column, as: Int64.self)) }
        return FactorCensus(
            admins: FactorCensus.Group(people: try count("admins"), without: try count("admins_without")),
            everyone: FactorCensus.Group(people: try count("people"), without: try count("without"))
        )
    }

    package func list(
        addressed prefix: String,
        after user: UserID?,
        limit: Int,
        in transaction: WorkspaceTransaction
    ) async throws -> [PersonFactors] {
        try await transaction.session().query(
            """
            SELECT \(UsersRepository.columns), \(Self.factors)
            FROM users LEFT JOIN totp ON totp.user_id = users.id
            WHERE starts_with(email_key, \(prefix))
                AND email_key > coalesce((SELECT email_key FROM users WHERE id = \(user?.rawValue)), '')
            ORDER BY email_key
            LIMIT \(limit)
            """
        ).map(Self.person)
    }

    package func findPerson(_ user: UserID, in transaction: WorkspaceTransaction) async throws -> PersonFactors? {
        try await transaction.session().query(
            """
            SELECT \(UsersRepository.columns), \(Self.factors)
            FROM users LEFT JOIN totp ON totp.user_id = users.id
            WHERE id = \(user.rawValue)
            """
        ).first.map(Self.person)
    }

    private static let factors: SQL = """
        confirmed_at,
        (SELECT count(*) FROM recovery_codes WHERE user_id = users.id) AS recovery_codes,
        (SELECT count(*) FROM passkeys WHERE user_id = users.id) AS passkeys
        """

    private static func person(_ row: PostgresRow) throws -> PersonFactors {
        PersonFactors(
            user: try UsersRepository.user(row),
            enrolled: EnrolledFactors(
                totpSince: try row.decode("confirmed_at", as: Date?.self),
                recoveryCodesLeft: Int(try row.decode("recovery_codes", as: Int64.self)),
                passkeys: Int(try row.decode("passkeys", as: Int64.self))
            )
        )
    }
}
