import Postgres
package import Secrets
package import Workspaces

/// What was found of sealed secrets.
package struct SealedSecretCount: Sendable, Equatable {
    /// Sealed with the first app key.
    package var current = 0
    /// Sealed with an older one. After a resealing: sealed anew.
    package var old = 0
    /// `table.column` and key of each that none of the app keys opens.
    package var lost: [String] = []

    package init() {}

    package static func + (left: SealedSecretCount, right: SealedSecretCount) -> SealedSecretCount {
        var sum = left
        sum.current += right.current
        sum.old += right.old
        sum.lost += right.lost
        return sum
    }
}

/// Seals all secrets anew that an older app key sealed, so that the older key can be thrown away.
///
/// A secret changes its wrapping and nothing else: no audit entry. Each is replaced where it is still what was read, in
/// short transactions; so it goes on beside everything else, may be stopped at any moment, and the next run does what is
/// left.
package struct ResealSecrets: Sendable {
    /// Rows that are read at once.
    private static let batch = 200

    private let control: any ControlDatabaseAccess
    private let databases: any WorkspaceDatabaseAccess
    private let sealing: Sealing

    package init(control: any ControlDatabaseAccess, databases: any WorkspaceDatabaseAccess, sealing: Sealing) {
        self.control = control
        self.databases = databases
        self.sealing = sealing
    }

    /// The control database's.
    ///
    /// - Parameter writing: false only counts.
    package func inControl(writing: Bool) async throws -> SealedSecretCount {
        try await over(SealedColumn.control, writing: writing) { [control] body in
            try await control.transaction { try await body($0.session()) }
        }
    }

    /// A workspace's.
    ///
    /// - Parameter writing: false only counts.
    package func inWorkspace(_ id: WorkspaceID, writing: Bool) async throws -> SealedSecretCount {
        try await over(SealedColumn.workspace(id), writing: writing) { [databases] body in
            try await databases.transaction(on: id) { try await body($0.session()) }
        }
    }

    /// One batch of rows, in a transaction.
    private typealias Batch = @Sendable (PostgresTransaction) async throws -> (count: SealedSecretCount, last: String?)

    private func over(
        _ columns: [SealedColumn],
        writing: Bool,
        _ transaction: (Batch) async throws -> (count: SealedSecretCount, last: String?)
    ) async throws -> SealedSecretCount {
        var total = SealedSecretCount()
        for column in columns {
            var after: String?
            repeat {
                let (count, last) = try await transaction { [after] session in
                    try await batch(of: column, after: after, writing: writing, in: session)
                }
                total = total + count
                after = last
            } while after != nil
        }
        return total
    }

    /// - Returns: what was found, and the last row's key where there may be more rows.
    private func batch(
        of column: SealedColumn,
        after last: String?,
        writing: Bool,
        in session: PostgresTransaction
    ) async throws -> (count: SealedSecretCount, last: String?) {
        let (table, key, sealed) = (
            SQL.identifier(column.table), SQL.identifier(column.key), SQL.identifier(column.column)
        )
        let rows = try await session.query(
            """
            SELECT \(unsafeSQL: key)::text AS key, \(unsafeSQL: sealed) AS sealed
            FROM \(unsafeSQL: table)
            WHERE octet_length(\(unsafeSQL: sealed)) > 0
                AND (\(last)::text IS NULL OR \(unsafeSQL: key) > \(last)::\(unsafeSQL: column.keyType))
            ORDER BY \(unsafeSQL: key)
            LIMIT \(Self.batch)
            """
        )
        var count = SealedSecretCount()
        var updates: [SQL] = []
        for row in rows {
            let name: String = try row.decode("key")
            let old: [UInt8] = try row.decode("sealed")
            do {
                guard let new = try sealing.resealed(old, for: column.purpose(name)) else {
                    count.current += 1
                    continue
                }
                count.old += 1
                // Whoever replaced the secret meanwhile sealed theirs with the first key.
                updates.append(
                    """
                    UPDATE \(unsafeSQL: table) SET \(unsafeSQL: sealed) = \(new)
                    WHERE \(unsafeSQL: key) = \(name)::\(unsafeSQL: column.keyType) AND \(unsafeSQL: sealed) = \(old)
                    """
                )
            } catch is SealingError {
                count.lost.append("\(column.table).\(column.column) \(name)")
            }
        }
        if writing, !updates.isEmpty { _ = try await session.pipeline(updates) }
        return (count, rows.count == Self.batch ? try rows.last?.decode("key") : nil)
    }
}
