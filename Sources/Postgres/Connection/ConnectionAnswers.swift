import CLibPQ

/// Reading what the server answers.
extension ConnectionCore {
    mutating func receive() {
        guard let libpq else { return }
        guard libpq.consumeInput() else { return lose(libpq.errorMessage) }
        while self.libpq != nil, let unit = inFlight.first, !libpq.isBusy {
            guard !libpq.isBroken else { return lose(libpq.errorMessage) }
            if let result = libpq.nextResult() {
                take(result, for: unit)
            } else {
                endStep(of: unit, by: libpq)
            }
        }
        guard self.libpq != nil else { return }
        if libpq.isBroken { return lose(libpq.errorMessage) }
        while let notification = libpq.nextNotification() { effects.notifications.append(notification) }
        tellSettled()
    }

    private mutating func take(_ result: QueryResult, for unit: StatementUnit) {
        switch result.status {
        case PGRES_PIPELINE_SYNC:
            finish(unit)
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            succeed(result, for: unit)
        case PGRES_FATAL_ERROR, PGRES_PIPELINE_ABORTED:
            fail(result, for: unit)
        default:
            // COPY in one of its directions: there is no way back into the pipeline from it.
            close(PostgresError(.connectionLost, detail: "COPY is not supported"))
        }
    }

    private mutating func succeed(_ result: QueryResult, for unit: StatementUnit) {
        guard unit.step < unit.steps.count else { return }
        switch unit.steps[unit.step] {
        case .prepare(let key): cache.wasPrepared(key)
        case .run(let sql, _):
            unit.results.append(result)
            if result.status == PGRES_COMMAND_OK { noteChange(of: result.commandTag, by: sql) }
        case .begin, .deallocate, .script: break
        }
    }

    private mutating func fail(_ result: QueryResult, for unit: StatementUnit) {
        let isFirst = unit.refusal == nil && result.status == PGRES_FATAL_ERROR
        let step = unit.step < unit.steps.count ? unit.steps[unit.step] : nil
        switch step {
        case .prepare(let key):
            cache.wasNotPrepared(key)
            if isFirst { unit.refusal = PostgresError(refusal: result, statement: Self.text(after: unit)) }
        case .run(let sql, let key):
            guard isFirst else { break }
            let refusal = PostgresError(refusal: result, statement: sql.text)
            unit.refusal = refusal
            // 0A000 "cached plan must not change result type", 26000 invalid_sql_statement_name: prepared anew next time.
            if let key, refusal.sqlState == "0A000" || refusal.sqlState == "26000" { cache.isStale(key) }
        case .deallocate(let name):
            if isFirst { cache.wasNotDropped(name) }
        case .begin, .script, nil:
            if isFirst { unit.refusal = PostgresError(refusal: result, statement: nil) }
        }
    }

    private static func text(after unit: StatementUnit) -> String? {
        guard unit.step + 1 < unit.steps.count, case .run(let sql, _) = unit.steps[unit.step + 1] else { return nil }
        return sql.text
    }

    /// A null result: the step has no more. After a script's last one the connection goes back to pipelining.
    private mutating func endStep(of unit: StatementUnit, by libpq: LibPQ) {
        guard unit.isScript else {
            unit.step += 1
            return
        }
        guard libpq.enterPipeline() else { return lose(libpq.errorMessage) }
        finish(unit)
    }

    private mutating func finish(_ unit: StatementUnit) {
        inFlight.popFirst()
        end(unit, with: unit.outcome)
        answeredWhileCancelling(unit)
        sendHeld()
        cancelFirst()
    }

    /// Commands after which the session is no longer as it was opened. What a function does inside a SELECT (set_config
    /// for the session, session advisory locks) can't be seen here: statements on pooled connections must not do it.
    private mutating func noteChange(of tag: String, by sql: SQL) {
        switch tag {
        case "SET":
            let isLocal = sql.fragments[0].lowercased().hasPrefix("set local")
            isSessionChanged = isSessionChanged || !isLocal
        case "LISTEN", "PREPARE", "LOAD", "RESET", "DISCARD", "DISCARD ALL", "DECLARE CURSOR":
            isSessionChanged = true
        default:
            break
        }
    }

    mutating func tellSettled() {
        guard !settleWaiters.isEmpty, isSettled else { return }
        effects.settled += settleWaiters
        settleWaiters = []
    }
}
