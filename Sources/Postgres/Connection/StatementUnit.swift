/// What is sent between two synchronisation points, and answered as one: usually a statement.
///
/// Each unit ends with a Sync of its own, so that the failure of one does not touch the next.
final class StatementUnit {
    enum Work: Sendable {
        case statements([SQL])
        /// Several statements in one text, by the simple protocol: it needs the connection for itself.
        case script(String, limit: Duration?)
        /// The server shall forget a prepared statement.
        case deallocate(name: String)
    }

    /// Who is told how it ended.
    enum Completion: Sendable {
        case task(CheckedContinuation<[QueryResult], any Error>)
        case listener(channel: String)
        case nobody
    }

    /// Why the answer is no longer wanted.
    enum Abandonment {
        case timedOut, cancelled

        var error: PostgresError { PostgresError(self == .timedOut ? .timeout : .cancelled) }
    }

    /// What the next results belong to.
    enum Step {
        case prepare(StatementCache.Key)
        case begin
        case run(SQL, StatementCache.Key?)
        case deallocate(name: String)
        case script
    }

    let id: UInt64
    let work: Work
    let transaction: UInt64?
    /// A shielded unit (COMMIT, ROLLBACK) is not cancelled.
    let isShielded: Bool
    let deadline: ContinuousClock.Instant
    let completion: Completion

    var steps: [Step] = []
    var step = 0
    var results: [QueryResult] = []
    var refusal: PostgresError?
    var abandonment: Abandonment?
    /// When the connection is given up, should the server not have answered by then.
    var giveUp: ContinuousClock.Instant?

    init(
        id: UInt64,
        work: Work,
        transaction: UInt64?,
        isShielded: Bool,
        deadline: ContinuousClock.Instant,
        completion: Completion
    ) {
        self.id = id
        self.work = work
        self.transaction = transaction
        self.isShielded = isShielded
        self.deadline = deadline
        self.completion = completion
    }

    var isScript: Bool {
        if case .script = work { true } else { false }
    }

    var isDeallocation: Bool {
        if case .deallocate = work { true } else { false }
    }

    var outcome: Result<[QueryResult], PostgresError> {
        guard let refusal else { return .success(results) }
        // 57014 query_canceled, because we asked for it; else somebody else cancelled, which stays the server's word.
        if let abandonment, refusal.sqlState == "57014" { return .failure(abandonment.error) }
        return .failure(refusal)
    }
}

/// What a change of the connection's state asks to be done once its lock is released.
struct ConnectionEffects: Sendable {
    struct Ending: Sendable {
        let completion: StatementUnit.Completion
        let outcome: Result<[QueryResult], PostgresError>
    }

    var endings: [Ending] = []
    var notifications: [PostgresNotification] = []
    var settled: [CheckedContinuation<Void, Never>] = []
    /// The server is to be asked to stop what it runs.
    var sendCancel = false
    /// The loop is to call back, to flush.
    var wakeLoop = false
    /// The connection is no more.
    var closed: PostgresError?
}
