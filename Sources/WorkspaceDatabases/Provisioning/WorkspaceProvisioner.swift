package import BoundedWorkers
package import Postgres
package import Secrets

/// Makes and drops the databases and logins of workspaces. It belongs to the provisioning process alone: its role has
/// CREATEDB and CREATEROLE, which no process that serves people has.
package struct WorkspaceProvisioner: Sendable {
    private let provisioning: PostgresConfiguration
    private let namePrefix: String
    private let roles: WorkspaceRoles
    private let tables: WorkspaceTables
    private let workers: BoundedWorkers

    /// PostgreSQL names have at most 63 bytes; the longest of ours adds 28 to the prefix.
    private static let longestPrefix = 35

    /// - Parameters:
    ///   - provisioning: a role with CREATEDB and CREATEROLE, and the database it administers from, which is not a
    ///     workspace's.
    ///   - namePrefix: begins every name made here: lower-case letters, digits and underscores, beginning with a letter.
    ///   - migrations: of a workspace's database.
    ///   - appendOnlyTables: those tables of which a workspace's login may only read and add rows.
    package init(
        provisioning: PostgresConfiguration,
        namePrefix: String,
        migrations: [Migration],
        appendOnlyTables: [String],
        workers: BoundedWorkers
    ) {
        self.provisioning = provisioning
        self.namePrefix = namePrefix
        roles = WorkspaceRoles(prefix: namePrefix)
        tables = WorkspaceTables(migrations: migrations, appendOnly: appendOnlyTables)
        self.workers = workers
    }

    /// Closes the databases that every cluster has to logins that have no business there, and makes the template for the
    /// present list of migrations where it is not there, so that creating is quick.
    ///
    /// - Returns: the names of databases that this role may not close: see ``SharedDatabases``.
    package func prepareCluster() async throws -> [String] {
        try await administer { administration in
            let open = try await SharedDatabases.close(on: administration)
            try await prepareTemplate(on: administration)
            return open
        }
    }

    /// Makes the database and the login, or what is missing of them: called again with the same names it goes on where it
    /// was stopped, and sets the password anew.
    ///
    /// - Parameter password: 128 random bits or more, in printable ASCII: see `SCRAMVerifier`.
    ///
    /// The database lets nobody in until PUBLIC's right to connect is gone and the login has its own.
    package func create(_ names: WorkspaceDatabaseNames, password: Secret<String>) async throws {
        try check(names)
        let database = SQL.identifier(names.database)
        try await administer { administration in
            try await prepareTemplate(on: administration)
            try await makeLogin(names.login, password: password, on: administration)
            if try await !WholeDatabase.exists(names.database, on: administration) {
                try await makeDatabase(database, on: administration)
            }
            try await administration.execute("REVOKE ALL ON DATABASE \(unsafeSQL: database) FROM PUBLIC")
            try await administration.execute(
                "GRANT CONNECT ON DATABASE \(unsafeSQL: database) TO \(unsafeSQL: SQL.identifier(names.login))"
            )
            try await administration.execute("ALTER DATABASE \(unsafeSQL: database) ALLOW_CONNECTIONS true")
        }
    }

    /// Sets another password of the login; of one that is not made yet, or is gone, nothing. Connections that are open stay.
    ///
    /// - Parameters:
    ///   - password: as for ``create(_:password:)``.
    ///   - alongside: writes into the workspace's database, as its owner, what is committed with the password or not at all:
    ///     roles are the cluster's, so one transaction can have both. nil where the database may not stand.
    package func renewLogin(
        _ names: WorkspaceDatabaseNames,
        password: Secret<String>,
        alongside: ((PostgresTransaction) async throws -> Void)? = nil
    ) async throws {
        try check(names)
        try await use(alongside == nil ? provisioning.database : names.database) { connection in
            try await connection.transaction { transaction in
                guard try await hasRole(names.login, on: transaction) else { return }
                let verifier = SQL.literal(SCRAMVerifier.ofRandomPassword(password.expose(), login: names.login))
                try await transaction.execute(
                    "ALTER ROLE \(unsafeSQL: SQL.identifier(names.login)) PASSWORD \(unsafeSQL: verifier)"
                )
                guard let alongside else { return }
                try await transaction.execute("SET LOCAL ROLE \(unsafeSQL: SQL.identifier(roles.owner))")
                try await alongside(transaction)
            }
        }
    }

    /// Lets nobody in any more, ends the sessions of whoever is, and hands `body` the database as its owner.
    ///
    /// - Returns: nil where there is no such database, or only what a ``drop(_:)`` that was cut short left of it.
    package func shut<R>(
        _ names: WorkspaceDatabaseNames,
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R? {
        try check(names)
        let stands = try await administer { administration in
            try await lockOut(names.login, on: administration)
            // Waits for each to be gone, so that no commit comes after what `body` reads.
            _ = try await administration.query(
                """
                SELECT pg_terminate_backend(pid, \(Self.endingMilliseconds)) AS ended
                FROM pg_stat_activity
                WHERE usename = \(names.login)::name
                """
            )
            return try await WholeDatabase.exists(names.database, on: administration)
        }
        guard stands else { return nil }
        return try await use(names.database) { connection in
            try await connection.execute("SET ROLE \(unsafeSQL: SQL.identifier(roles.owner))")
            return try await body(connection)
        }
    }

    /// For one session to end.
    private static let endingMilliseconds: Int64 = 5_000

    /// Drops the database with whoever is in it, and the login. What is already gone is no error.
    package func drop(_ names: WorkspaceDatabaseNames) async throws {
        try check(names)
        try await administer { administration in
            try await lockOut(names.login, on: administration)
            try await administration.execute(
                "DROP DATABASE IF EXISTS \(unsafeSQL: SQL.identifier(names.database)) WITH (FORCE)"
            )
            try await administration.execute("DROP ROLE IF EXISTS \(unsafeSQL: SQL.identifier(names.login))")
        }
    }

    /// Brings an existing workspace's database up to the list. Returns the identifiers of what was applied.
    @discardableResult
    package func migrate(_ names: WorkspaceDatabaseNames) async throws -> [String] {
        try check(names)
        return try await use(names.database) { connection in
            try await tables.migrate(on: connection, roles: roles)
        }
    }

    // MARK: Steps

    private var template: WorkspaceTemplate { WorkspaceTemplate(prefix: namePrefix, roles: roles, tables: tables) }

    private func prepareTemplate(on administration: PostgresConnection) async throws {
        try checkPrefix()
        try await template.prepare(on: administration) { database in
            try await PostgresConnection.connect(provisioning.with(database: database), workers: workers)
        }
    }

    private func makeDatabase(_ database: String, on administration: PostgresConnection) async throws {
        // Reading the template may take longer than a statement usually may.
        let creation: SQL = """
            CREATE DATABASE \(unsafeSQL: database) OWNER \(unsafeSQL: SQL.identifier(roles.owner))
            TEMPLATE \(unsafeSQL: SQL.identifier(template.name)) ALLOW_CONNECTIONS false
            """
        do {
            try await administration.execute(creation.timeout(.seconds(300)))
        } catch let error as PostgresError where Self.databaseExists.contains(error.sqlState ?? "") {
            // A server process of a worker that was killed over this went on to the statement's end, and made it meanwhile.
        }
    }

    /// 42P04 duplicate_database; 23505 unique_violation, where the other one was still at it.
    private static let databaseExists = ["42P04", "23505"]

    private func makeLogin(
        _ login: String,
        password: Secret<String>,
        on administration: PostgresConnection
    ) async throws {
        let name = SQL.identifier(login)
        // The server gets, and its log may show, a verifier instead of the password.
        let verifier = SQL.literal(SCRAMVerifier.ofRandomPassword(password.expose(), login: login))
        do {
            try await administration.execute("CREATE ROLE \(unsafeSQL: name) LOGIN PASSWORD \(unsafeSQL: verifier)")
        } catch let error as PostgresError where WorkspaceRoles.alreadyExists.contains(error.sqlState ?? "") {
            try await administration.execute("ALTER ROLE \(unsafeSQL: name) LOGIN PASSWORD \(unsafeSQL: verifier)")
        }
        try await administration.execute("GRANT \(unsafeSQL: SQL.identifier(roles.member)) TO \(unsafeSQL: name)")
    }

    private func lockOut(_ login: String, on administration: PostgresConnection) async throws {
        guard try await hasRole(login, on: administration) else { return }
        let name = SQL.identifier(login)
        try await administration.execute("ALTER ROLE \(unsafeSQL: name) NOLOGIN")
        // To end the login's connections one must be a member of it.
        try await administration.execute("GRANT \(unsafeSQL: name) TO CURRENT_USER")
    }

    private func hasRole(_ login: String, on session: any PostgresSession) async throws -> Bool {
        try await !session.query("SELECT 1 AS one FROM pg_roles WHERE rolname = \(login)::name").isEmpty
    }

    private func administer<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
        try await use(provisioning.database, body)
    }

    private func use<R>(_ database: String, _ body: (PostgresConnection) async throws -> R) async throws -> R {
        let connection = try await PostgresConnection.connect(provisioning.with(database: database), workers: workers)
        let result: R
        do {
            result = try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return result
    }

    // MARK: Names

    private func check(_ names: WorkspaceDatabaseNames) throws(WorkspaceProvisioningError) {
        try checkPrefix()
        guard names.database.hasPrefix("\(namePrefix)_w_"), Self.isPlain(names.database) else {
            throw .notOurName(names.database)
        }
        guard names.login.hasPrefix("\(namePrefix)_u_"), Self.isPlain(names.login) else {
            throw .notOurName(names.login)
        }
    }

    private func checkPrefix() throws(WorkspaceProvisioningError) {
        guard Self.isPlain(namePrefix), namePrefix.utf8.count <= Self.longestPrefix else {
            throw .badPrefix(namePrefix)
        }
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.count <= 63
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }
}
