import Postgres
import WorkspaceDatabases

/// The shape of our databases, in order; applied ones are never edited.
enum MigrationList {
    /// Of the control database.
    static let control = [
        Migration(id: "A0001_workspaces", sql: text(PackageResources.A0001_workspaces_sql)),
        Migration(id: "A0002_provisioning_requests", sql: ProvisioningQueue.migration),
        Migration(id: "A0003_serving_role", sql: text(PackageResources.A0003_serving_role_sql)),
        Migration(id: "A0004_provisioning_retries", sql: ProvisioningQueue.retryMigration),
    ]

    /// Of each workspace's database.
    static let workspace = [
        Migration(id: "W0001_assets", sql: text(PackageResources.W0001_assets_sql)),
        Migration(id: "W0002_audit", sql: text(PackageResources.W0002_audit_sql)),
    ]

    /// Tables in a workspace's database that its login may add to and read, never change.
    static let appendOnlyTables = ["audit"]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
