/// Which transaction, if any, has the connection for itself.
extension ConnectionCore {
    mutating func beginTransaction(_ isolation: PostgresTransaction.Isolation) throws(PostgresError) -> UInt64 {
        if let closure { throw closure }
        // Others' statements in flight would not be part of it; those that come later are refused.
        guard transaction == nil, inFlight.isEmpty, held.isEmpty else { throw PostgresError(.transactionMisused) }
        lastTransaction += 1
        transaction = lastTransaction
        pendingBegin = isolation
        return lastTransaction
    }

    func isBegun(_ id: UInt64) -> Bool {
        transaction == id && pendingBegin == nil
    }

    mutating func endTransaction(_ id: UInt64) {
        guard transaction == id else { return }
        transaction = nil
        pendingBegin = nil
        left = []
        // After COMMIT or ROLLBACK was answered no transaction can be open; should one be, nobody may have the connection.
        if let libpq, inFlight.isEmpty, !libpq.isOutsideTransaction { lose("a transaction did not end") }
    }

    /// What is left to a transaction that is over is forgotten: the next statement of it is refused.
    mutating func leave(_ sql: SQL, to id: UInt64) {
        guard transaction == id else { return }
        left.append(sql)
    }

    mutating func takeLeft(to id: UInt64) -> [SQL] {
        guard transaction == id else { return [] }
        defer { left = [] }
        return left
    }

    /// Whether somebody left a transaction open that he began by hand.
    var needsRollback: Bool {
        guard let libpq, isSettled, transaction == nil else { return false }
        return !libpq.isOutsideTransaction
    }

    mutating func takeSettleWaiters() -> [CheckedContinuation<Void, Never>] {
        defer { settleWaiters = [] }
        return settleWaiters
    }
}
