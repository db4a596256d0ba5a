import Encoding
import FoundationEssentials
import Postgres
package import Workspaces

/// The table `policy`.
package struct PolicyRepository: PolicyStorage {
    private static let columns: SQL = "second_factor, second_factor_from, admins_from"

    package init() {}

    package func find(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy {
        try Self.policy(
            try await transaction.session().query("SELECT \(Self.columns) FROM policy")
        )
    }

    package func lock(in transaction: WorkspaceTransaction) async throws -> WorkspacePolicy {
        try Self.policy(
            try await transaction.session().query("SELECT \(Self.columns) FROM policy FOR UPDATE")
        )
    }

    package func set(
        _ policy: WorkspacePolicy,
        replacing old: WorkspacePolicy,
        in change: WorkspaceChange
    ) async throws {
        try await change.transaction.session().execute(
            """
            UPDATE policy
            SET second_factor = \(policy.secondFactor.rawValue), second_factor_from = \(policy.secondFactorFrom),
                admins_from = \(policy.adminsFrom)
            """
        )
        change.record(
            AuditEvent(
                .policyChanged,
                .workspace(change.transaction.workspace),
                changes: [
                    AuditChange(
                        "second_factor",
                        from: .string(old.secondFactor.rawValue),
                        to: .string(policy.secondFactor.rawValue)
                    ),
                    AuditChange(
                        "second_factor_from",
                        from: .string(old.secondFactorFrom.formatted(.iso8601)),
                        to: .string(policy.secondFactorFrom.formatted(.iso8601))
                    ),
                ]
            )
        )
    }

    private static func policy(_ rows: [PostgresRow]) throws -> WorkspacePolicy {
        guard let row = rows.first else {
            throw InconsistentRow(table: "policy", column: "singleton", row: "missing")
        }
        guard let scope = SecondFactorScope(rawValue: try row.decode("second_factor")) else {
            throw InconsistentRow(table: "policy", column: "second_factor", row: "true")
        }
        return WorkspacePolicy(
            secondFactor: scope,
            secondFactorFrom: try row.decode("second_factor_from"),
            adminsFrom: try row.decode("admins_from")
        )
    }
}
