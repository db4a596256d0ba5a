import Encoding
import FoundationEssentials
import Postgres
package import SignIn
package import WebAuthn
package import Workspaces

/// What the table `policy` says of passkeys.
package struct PasskeyPolicyRepository: PasskeyPolicyStorage {
    package init() {}

    package func findPasskeyPolicy(in transaction: WorkspaceTransaction) async throws -> PasskeyPolicy {
        try Self.policy(
            try await transaction.session().query("SELECT passkey_attestation, passkey_models FROM policy")
        )
    }

    package func lockPasskeyPolicy(in transaction: WorkspaceTransaction) async throws -> PasskeyPolicy {
        try Self.policy(
            try await transaction.session().query("SELECT passkey_attestation, passkey_models FROM policy FOR UPDATE")
        )
    }

    package func set(
        _ policy: PasskeyPolicy,
        replacing old: PasskeyPolicy,
        in change: WorkspaceChange
    ) async throws {
        let models = policy.models?.map { AuthenticatorModel($0).rawValue }
        try await change.transaction.session().execute(
            "UPDATE policy SET passkey_attestation = \(policy.conveyance.rawValue), passkey_models = \(models)"
        )
        change.record(
            AuditEvent(
                .policyChanged,
                .workspace(change.transaction.workspace),
                changes: [
                    AuditChange(
                        "passkey_attestation",
                        from: .string(old.conveyance.rawValue),
                        to: .string(policy.conveyance.rawValue)
                    ),
                    AuditChange("passkey_models", from: Self.json(old.models), to: Self.json(policy.models)),
                ]
            )
        )
    }

    package func countPasskeys(
        notAttestedAs models: Set<AAGUID>,
        in transaction: WorkspaceTransaction
    ) async throws -> PasskeysOutside {
        let models = models.inOrder.map { AuthenticatorModel($0).rawValue }
        let row = try await transaction.session().query(
            """
            SELECT count(*) AS passkeys, count(DISTINCT user_id) AS people
            FROM passkeys JOIN users ON users.id = passkeys.user_id
            WHERE users.deactivated_at IS NULL AND NOT (passkeys.attested AND passkeys.aaguid = ANY (\(models)))
            """
        ).first
        guard let row else { throw InconsistentRow(table: "passkeys", column: "count", row: "missing") }
        return PasskeysOutside(
            passkeys: Int(try row.decode("passkeys", as: Int64.self)),
            people: Int(try row.decode("people", as: Int64.self))
        )
    }

    private static func policy(_ rows: [PostgresRow]) throws -> PasskeyPolicy {
        guard let row = rows.first else {
            throw InconsistentRow(table: "policy", column: "singleton", row: "missing")
        }
        switch try row.decode("passkey_attestation", as: String.self) {
        case AttestationConveyance.none.rawValue: return .anyMake
        case AttestationConveyance.direct.rawValue:
            let models = try row.decode("passkey_models", as: [UUID]?.self)
            return .attested(models: models.map { Set($0.compactMap { AuthenticatorModel(rawValue: $0).aaguid }) })
        default: throw InconsistentRow(table: "policy", column: "passkey_attestation", row: "true")
        }
    }

    private static func json(_ models: Set<AAGUID>?) -> JSONValue {
        models.map { .array($0.inOrder.map { .string($0.description) }) } ?? .null
    }
}
