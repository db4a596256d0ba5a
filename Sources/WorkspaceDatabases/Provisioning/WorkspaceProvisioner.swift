package import BoundedWorkers
package import Postgres
package import Secrets

package struct WorkspaceProvisioner: Sendable {
    package init(
        provisioning: PostgresConfiguration,
        namePrefix: String,
        migrations: [Migration],
        appendOnlyTables: [String],
        workers: BoundedWorkers
    ) {}

    package func prepareTemplate() async throws { throw PostgresError(.connectionLost) }

    /// Makes the database and the login, or what is missing of them: called again with the same names it goes on where it
    /// was stopped, and sets the password anew.
    package func create(_ names: WorkspaceDatabaseNames, password: Secret<String>) async throws {
        throw PostgresError(.connectionLost)
    }

    package func drop(_ names: WorkspaceDatabaseNames) async throws { throw PostgresError(.connectionLost) }

    /// Brings an existing workspace's database up to the list. Returns what was applied.
    @discardableResult
    package func migrate(_ names: WorkspaceDatabaseNames) async throws -> [String] {
        throw PostgresError(.connectionLost)
    }
}
