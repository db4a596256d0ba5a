import BoundedWorkers
import Postgres
import Testing

/// The running system's database, as its superuser: here journeys see what is committed, and make the gateway stand still at
/// a known place of what it does, so that it can be killed just there.
struct RunningDatabase: Sendable {
    /// Where the gateway stands still.
    enum Place: Sendable {
        /// Before the first statement that touches these rows of the workspace's database.
        case lock(SQL)
        /// Behind the commit of a transaction that writes to this table, of the control database or the workspace's: it is
        /// durable, and the gateway does not know it yet. The server waits for the word of a standby that does not exist
        /// before it answers. What the gateway writes of its own accord meanwhile is held as well, and is not that place: so
        /// it has to be a table that nothing else writes to.
        case commit(of: String)
    }

    private static let patience: Duration = .seconds(30)
    private static let workers = BoundedWorkers(name: "journey-database", threads: 2, queue: 64)

    let control: PostgresConnection
    let workspace: PostgresConnection
    /// On the workspace's database as well: has the lock on which the gateway stands, and the commit that waits for nobody.
    private let obstacle: PostgresConnection

    init(_ system: RunningSystem) async throws {
        var configuration = try PostgresConfiguration(url: system.databaseURL)
        control = try await PostgresConnection.connect(configuration, workers: Self.workers)
        let rows = try await control.query("SELECT database FROM workspaces WHERE slug = \(system.workspace)")
        configuration.database = try #require(rows.first).decode("database")
        workspace = try await PostgresConnection.connect(configuration, workers: Self.workers)
        obstacle = try await PostgresConnection.connect(configuration, workers: Self.workers)
    }

    func close() async {
        await obstacle.close()
        await workspace.close()
        await control.close()
    }

    /// Sends `request`, and calls `act` once the gateway stands still at `place`; then lets the database go on.
    ///
    /// - Returns: the answer; nil where none came, as when the gateway is killed.
    func interrupt(
        at place: Place,
        _ request: @escaping @Sendable () async throws -> Reply,
        by act: () async throws -> Void
    ) async throws -> Reply? {
        switch place {
        case .lock(let rows):
            let holder = obstacle.processID
            return try await obstacle.transaction { holding in
                try #require(try await !holding.query(rows).isEmpty, "There is nothing to lock.")
                let answer = Task { try? await request() }
                try await wait("the gateway to meet the lock") {
                    try await exists("SELECT 1 FROM pg_stat_activity WHERE \(holder) = ANY (pg_blocking_pids(pid))")
                }
                try await act()
                return await answer.value
            }
        case .commit(let table):
            let answer: Reply?
            do {
                try await holdCommits()
                let asked = Task { try? await request() }
                try await wait("the gateway to wait for its commit") { try await isCommitting(table) }
                try await act()
                answer = await asked.value
            } catch {
                try await letCommitsGo()
                throw error
            }
            try await letCommitsGo()
            return answer
        }
    }

    // MARK: Commits that are not answered

    private func holdCommits() async throws {
        try await control.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        _ = try await control.query("SELECT pg_reload_conf()")
        // The server takes the setting up in its own time: a first commit of ours tells when.
        try await wait("commits to be held") {
            let probe = Task { [obstacle] in
                _ = try? await obstacle.query("SELECT pg_logical_emit_message(true, 'journey', 'probe')")
            }
            for _ in 0..<20 {
                if try await committing().contains(obstacle.processID) {
                    _ = try await control.query("SELECT pg_cancel_backend(\(obstacle.processID))")
                    await probe.value
                    return true
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            await probe.value
            return false
        }
        try await wait("the probe to be gone") { try await !committing().contains(obstacle.processID) }
    }

    private func letCommitsGo() async throws {
        try await control.execute("ALTER SYSTEM RESET synchronous_standby_names")
        _ = try await control.query("SELECT pg_reload_conf()")
        try await wait("commits to go on") { try await committing().isEmpty }
    }

    /// The processes whose commit is held.
    private func committing() async throws -> Set<Int32> {
        let rows = try await control.query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        return Set(try rows.map { try $0.decode("pid") })
    }

    /// Whether a commit is held of a transaction that wrote to the table: until it is answered it has its locks.
    private func isCommitting(_ table: String) async throws -> Bool {
        for connection in [control, workspace] {
            let rows = try await connection.query(
                """
                SELECT 1
                FROM pg_stat_activity JOIN pg_locks USING (pid)
                WHERE wait_event = 'SyncRep' AND mode = 'RowExclusiveLock'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND relation = to_regclass(\(table))
                """
            )
            if !rows.isEmpty { return true }
        }
        return false
    }

    private func exists(_ query: SQL) async throws -> Bool {
        try await !control.query(query).isEmpty
    }

    private func wait(_ what: String, until condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "Waited in vain for \(what).")
            // What other processes do can't be awaited, only looked at again.
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
