/// Statements whose answer is no longer wanted: cancelled tasks and passed deadlines.
///
/// The server is asked to stop a statement only while nothing of anybody's is in flight behind it, since a cancel hits whatever runs
/// when it arrives; and nothing is sent until the cancel is settled. The task is told when the server has answered: then
/// it is known whether the statement took effect.
extension ConnectionCore {
    mutating func abandon(_ id: UInt64, because reason: StatementUnit.Abandonment) {
        for unit in held.remove(where: { $0.id == id && !$0.isShielded }) { end(unit, with: .failure(reason.error)) }
        for unit in inFlight.all where unit.id == id && !unit.isShielded && unit.abandonment == nil {
            unit.abandonment = reason
        }
        cancelFirst()
        sendHeld()
        tellSettled()
    }

    mutating func cancelFirst() {
        guard case .none = cancelling, let unit = inFlight.first, unit.abandonment != nil else { return }
        // Dropping a prepared statement is tried again, should a cancel hit it.
        guard inFlight.all.dropFirst().allSatisfy(\.isDeallocation) else { return }
        let giveUp = ContinuousClock.now + Self.settlingTime
        cancelling = .underWay(unit: unit.id, isAnswered: false)
        cancelGiveUp = giveUp
        unit.giveUp = giveUp
        effects.sendCancel = true
    }

    mutating func answeredWhileCancelling(_ unit: StatementUnit) {
        switch cancelling {
        case .none: break
        case .underWay(let id, _): if id == unit.id { cancelling = .underWay(unit: id, isAnswered: true) }
        case .delivered(let id): if id == unit.id { cancelling = .none }
        }
    }

    /// The server has signalled its process, or could not be reached: then the statement's own deadline decides.
    mutating func cancelWasDelivered() {
        guard case .underWay(let id, let isAnswered) = cancelling else { return }
        cancelling = isAnswered ? .none : .delivered(unit: id)
        nextCancel = .now + Self.cancelPause
        sendHeld()
        cancelFirst()
        tellSettled()
    }

    /// No worker was free to deliver the cancel: nobody stops the statement, so the connection is given up.
    mutating func cancelCouldNotBeSent() {
        lose("no worker was free to cancel a statement")
    }

    /// Returns whether there is still something whose time may run out.
    mutating func clockTicked(to now: ContinuousClock.Instant) -> Bool {
        guard libpq != nil else { return false }
        if case .underWay = cancelling, cancelGiveUp <= now {
            lose("a cancel was not delivered")
            return false
        }
        if case .delivered(let id) = cancelling, nextCancel <= now {
            // It may have come before the server had read the statement, and stopped nothing.
            cancelling = .underWay(unit: id, isAnswered: false)
            effects.sendCancel = true
        }
        for unit in held.remove(where: { $0.deadline <= now }) { end(unit, with: .failure(PostgresError(.timeout))) }
        for unit in inFlight.all {
            if let giveUp = unit.giveUp, giveUp <= now {
                lose("no answer to a cancel")
                return false
            }
            guard unit.deadline <= now, unit.giveUp == nil else { continue }
            guard !unit.isShielded || unit.step < unit.steps.count - 1 else {
                // A COMMIT that is not answered: stopping it would leave its outcome as unknown as leaving does.
                lose("no answer to the end of a transaction")
                return false
            }
            // What travels before COMMIT is stopped like any statement: COMMIT is then not run.
            unit.abandonment = unit.abandonment ?? .timedOut
            unit.giveUp = now + Self.settlingTime
        }
        cancelFirst()
        sendHeld()
        tellSettled()
        return !isSettled
    }
}
