package import FoundationEssentials
import Postgres
package import SignIn
package import Workspaces

/// The table `throttle_counters`, which the control database and each workspace's have alike.
package struct ThrottleCountersRepository: ThrottleStorage {
    package init() {}

    package func take(
        _ counters: [ThrottleCounter],
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws {
        try await Self.take(counters, at: now, in: try transaction.session())
    }

    package func take(_ counters: [ThrottleCounter], at now: Date, in transaction: ControlTransaction) async throws {
        try await Self.take(counters, at: now, in: try transaction.session())
    }

    package func giveBack(_ counters: [ThrottleCounter], in transaction: WorkspaceTransaction) async throws {
        Self.giveBack(counters, in: try transaction.session())
    }

    package func giveBack(_ counters: [ThrottleCounter], in transaction: ControlTransaction) async throws {
        let session = try transaction.session()
        session.executeLater(Self.unhurried)
        Self.giveBack(counters, in: session)
    }

    package func prune(freeBefore moment: Date, in transaction: WorkspaceTransaction) async throws {
        try await Self.prune(freeBefore: moment, in: try transaction.session())
    }

    package func prune(freeBefore moment: Date, in transaction: ControlTransaction) async throws {
        try await Self.prune(freeBefore: moment, in: try transaction.session())
    }

    /// Lets the transaction's commit return before it is on the disk: a crash of the database may forget the tries of its last
    /// moments, and a sign-in does not wait for the disk once more.
    private static let unhurried: SQL = "SELECT set_config('synchronous_commit', 'off', true)"

    /// One statement whatever the number of counters. Rows are taken in the order of their keys, so that two that take the
    /// same counters never wait for each other. What it says of a counter that is refused is what it was when the statement
    /// began; where it began to exist since, one refill is the guess.
    private static func take(_ counters: [ThrottleCounter], at now: Date, in session: PostgresTransaction) async throws
    {
        guard !counters.isEmpty else { return }
        let keys = counters.map(\.key.rawValue)
        let statement: SQL = """
            WITH taken AS (
                INSERT INTO throttle_counters AS counter (key, next_free_at, refill)
                SELECT key, next_free_at, refill * interval '1 millisecond'
                FROM unnest(
                    \(keys), \(counters.map { $0.limit.nextFree(afterFirstAt: now) }),
                    \(counters.map { Int(($0.limit.refill * 1_000).rounded()) })
                ) AS wanted (key, next_free_at, refill)
                ORDER BY key
                ON CONFLICT (key) DO UPDATE
                SET next_free_at = greatest(counter.next_free_at + excluded.refill, excluded.next_free_at),
                    refill = excluded.refill
                WHERE counter.next_free_at <= \(now)
                RETURNING key
            )
            SELECT
                (SELECT count(*) FROM taken) AS taken,
                (
                    SELECT max(next_free_at) FROM throttle_counters
                    WHERE key = ANY (\(keys)) AND key NOT IN (SELECT key FROM taken)
                ) AS free_at
            """
        session.executeLater(unhurried)
        guard let row = try await session.query(statement).first,
            try row.decode("taken", as: Int64.self) < counters.count
        else { return }
        let guess = now + (counters.map(\.limit.refill).max() ?? 0)
        throw TooManyTries(until: try row.decode("free_at", as: Date?.self) ?? guess, from: now)
    }

    private static func giveBack(_ counters: [ThrottleCounter], in session: PostgresTransaction) {
        guard !counters.isEmpty else { return }
        session.executeLater(
            """
            WITH returned AS (
                SELECT key, count(*) AS tries FROM unnest(\(counters.map(\.key.rawValue))) AS key GROUP BY key
            ), locked AS (
                SELECT counter.key, returned.tries
                FROM throttle_counters AS counter JOIN returned USING (key)
                ORDER BY counter.key
                FOR UPDATE OF counter
            )
            UPDATE throttle_counters AS counter
            SET next_free_at = counter.next_free_at - counter.refill * locked.tries
            FROM locked
            WHERE counter.key = locked.key
            """
        )
    }

    private static func prune(freeBefore moment: Date, in session: PostgresTransaction) async throws {
        // Past whoever holds one of them: they take counters in an order of their own, and one of us would have to give way.
        try await session.execute(
            """
            DELETE FROM throttle_counters
            WHERE key IN (
                SELECT key FROM throttle_counters WHERE next_free_at < \(moment) FOR UPDATE SKIP LOCKED
            )
            """
        )
    }
}
