package import Postgres
import WorkspaceDatabases

/// The shape of our databases, in order; what was applied is never edited.
package enum MigrationList {
    /// Of the control database.
    package static let control = [
        Migration(id: "C0001_workspaces", sql: text(PackageResources.C0001_workspaces_sql)),
        Migration(id: "C0002_provisioning_requests", sql: ProvisioningQueue.migration),
        Migration(id: "C0003_applications", sql: text(PackageResources.C0003_applications_sql)),
        Migration(id: "C0004_signing_keys", sql: text(PackageResources.C0004_signing_keys_sql)),
        Migration(id: "C0005_revocations", sql: text(PackageResources.C0005_revocations_sql)),
        Migration(id: "C0020_workspace_life", sql: text(PackageResources.C0020_workspace_life_sql)),
        Migration(id: "C0021_provisioning_retries", sql: ProvisioningQueue.retryMigration),
        Migration(id: "C0030_throttle_counters", sql: text(PackageResources.C0030_throttle_counters_sql)),
        Migration(id: "C0050_raised_outboxes", sql: text(PackageResources.C0050_raised_outboxes_sql)),
    ]

    /// Of each workspace's database.
    package static let workspace = [
        Migration(id: "W0001_users", sql: text(PackageResources.W0001_users_sql)),
        Migration(id: "W0002_sessions", sql: text(PackageResources.W0002_sessions_sql)),
        Migration(id: "W0003_audit", sql: text(PackageResources.W0003_audit_sql)),
        Migration(id: "W0030_throttle_counters", sql: text(PackageResources.W0030_throttle_counters_sql)),
        Migration(id: "W0031_sign_in_networks", sql: text(PackageResources.W0031_sign_in_networks_sql)),
        Migration(id: "W0032_password_decoys", sql: text(PackageResources.W0032_password_decoys_sql)),
        Migration(id: "W0041_sign_in_transactions", sql: text(PackageResources.W0041_sign_in_transactions_sql)),
        Migration(id: "W0042_second_factors", sql: text(PackageResources.W0042_second_factors_sql)),
        Migration(id: "W0043_policy", sql: text(PackageResources.W0043_policy_sql)),
        Migration(id: "W0044_session_proof", sql: text(PackageResources.W0044_session_proof_sql)),
        Migration(id: "W0045_passkeys", sql: text(PackageResources.W0045_passkeys_sql)),
        Migration(id: "W0046_passkey_ceremonies", sql: text(PackageResources.W0046_passkey_ceremonies_sql)),
        Migration(id: "W0047_passkey_policy", sql: text(PackageResources.W0047_passkey_policy_sql)),
        Migration(id: "W0048_policy_of_admins", sql: text(PackageResources.W0048_policy_of_admins_sql)),
        Migration(id: "W0050_outbox", sql: text(PackageResources.W0050_outbox_sql)),
    ]

    /// Tables of the control database that the runtime role may read and add to, never change.
    package static let controlAppendOnlyTables = ["closing_receipts"]

    /// Tables of the control database of which the runtime role may delete nothing: a slug is never used again.
    package static let controlKeptTables = ["workspaces"]

    /// Tables of a workspace's database that its login may read and add to, never change.
    package static let appendOnlyTables = ["audit"]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
