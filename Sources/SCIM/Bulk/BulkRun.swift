package import Encoding

extension BulkRequest {
    /// Carries out the operations over a closure that executes one, and gives the body of the answer (RFC 7644 section
    /// 3.7). Each stands for itself: one that fails undoes no other.
    ///
    /// They run in their order, but one that refers to a later POST has that run first. Where POSTs refer to one another
    /// in a circle, the elements of a multi-valued attribute that cannot be resolved yet are left out and added by a
    /// PATCH once they can; a circle through anything else is refused with 409.
    ///
    /// - Parameter base: the address that paths are relative to, without a slash at its end.
    package func run(base: String, _ execute: (BulkOperation) async -> BulkAnswer) async -> JSONValue {
        var run = BulkRun(self, base: base)
        for place in operations.indices {
            await run.perform(place, execute)
        }
        run.refuseDeferred()
        return run.response
    }
}

private struct BulkRun {
    /// Elements left out of a resource until a POST has given its id.
    private struct Deferral {
        let place: Int
        let attribute: String
        let elements: [JSONValue]
        let awaited: Set<ByteKey>
    }

    private let request: BulkRequest
    private let base: String
    private var answers: [BulkAnswer?]
    private var active: Set<Int> = []
    private var places: [ByteKey: Int] = [:]
    private var deferrals: [Deferral] = []
    private var errors = 0

    init(_ request: BulkRequest, base: String) {
        self.request = request
        self.base = base
        answers = Array(repeating: nil, count: request.operations.count)
        for (place, operation) in request.operations.enumerated() where operation.method == .post {
            if let id = operation.bulkID { places[ByteKey(id)] = place }
        }
    }

    /// Operations that were not reached are not in the answer.
    var response: JSONValue {
        var list: [JSONValue] = []
        for (operation, answer) in zip(request.operations, answers) {
            guard let answer else { continue }
            var entry: JSONObject = ["method": .string(operation.method.rawValue)]
            if let id = operation.bulkID { entry["bulkId"] = .string(id) }
            if let version = answer.version { entry["version"] = .string(version) }
            // RFC 7644 section 3.7: required but where a POST failed.
            let known = operation.method == .post ? nil : base + operation.path
            if let location = answer.location ?? known { entry["location"] = .string(location) }
            entry["status"] = .string(String(answer.status))
            if let response = answer.response { entry["response"] = response }
            list.append(.object(entry))
        }
        return ["schemas": [.string(MessageURN.bulkResponse)], "Operations": .array(list)]
    }

    private var isStopped: Bool { request.failOnErrors.map { errors >= $0 } ?? false }

    mutating func perform(_ place: Int, _ execute: (BulkOperation) async -> BulkAnswer) async {
        guard answers[place] == nil, !active.contains(place), !isStopped else { return }
        active.insert(place)
        var operation = request.operations[place]
        for id in BulkReferences.ids(in: operation) {
            if let target = places[ByteKey(id)] { await perform(target, execute) }
        }
        active.remove(place)
        guard !isStopped else { return }
        do {
            operation = try prepared(operation, at: place)
        } catch {
            deferrals.removeAll { $0.place == place }
            return record(BulkAnswer(error), at: place)
        }
        record(await execute(operation), at: place)
        await performDeferred(execute)
    }

    /// The operation with its references resolved, those of a circle set aside.
    private mutating func prepared(_ operation: BulkOperation, at place: Int) throws(SCIMError) -> BulkOperation {
        var waiting = false
        for id in BulkReferences.ids(in: operation) {
            guard let target = places[ByteKey(id)] else {
                throw SCIMError(.bulkReference, "No POST has the bulkId \(Quoted.text(id)).")
            }
            if let answer = answers[target] {
                guard answer.id != nil else {
                    throw SCIMError(.bulkReference, "The operation with the bulkId \(Quoted.text(id)) failed.")
                }
            } else {
                waiting = true
            }
        }
        var operation = operation
        if waiting { operation = try withoutCircle(operation, at: place) }
        return BulkReferences.resolved(operation, resolvedID)
    }

    private mutating func withoutCircle(_ operation: BulkOperation, at place: Int) throws(SCIMError) -> BulkOperation {
        guard operation.method == .post, case .object(let data)? = operation.data else { throw SCIMError(.bulkCircle) }
        var kept = JSONObject()
        for member in data {
            guard let elements = member.value.array else {
                kept[member.name] = member.value
                continue
            }
            let (later, now) = elements.reduce(into: (later: [JSONValue](), now: [JSONValue]())) { parts, element in
                let waits = BulkReferences.ids(in: element).contains { resolvedID($0) == nil }
                if waits { parts.later.append(element) } else { parts.now.append(element) }
            }
            if !later.isEmpty {
                let awaited = Set(later.flatMap { BulkReferences.ids(in: $0) }.map { ByteKey($0) })
                deferrals.append(
                    Deferral(place: place, attribute: member.name, elements: later, awaited: awaited)
                )
            }
            kept[member.name] = .array(now)
        }
        var operation = operation
        operation.data = .object(kept)
        let stillWaits = BulkReferences.ids(in: operation).contains { resolvedID($0) == nil }
        guard !stillWaits else { throw SCIMError(.bulkCircle) }
        return operation
    }

    /// Adds what was left out, as soon as all that it waits for is there; an answer becomes an error where that fails.
    private mutating func performDeferred(_ execute: (BulkOperation) async -> BulkAnswer) async {
        let ready = deferrals.filter { deferral in
            answers[deferral.place] != nil
                && deferral.awaited.allSatisfy { places[$0].map { answers[$0] != nil } ?? false }
        }
        deferrals.removeAll { deferral in
            ready.contains { $0.place == deferral.place && $0.attribute == deferral.attribute }
        }
        for deferral in ready {
            guard let answer = answers[deferral.place], let id = answer.id else { continue }
            let elements = BulkReferences.resolved(.array(deferral.elements), resolvedID)
            guard BulkReferences.ids(in: elements).isEmpty else {
                record(BulkAnswer(SCIMError(.bulkReference), location: answer.location), at: deferral.place)
                continue
            }
            let endpoint = request.operations[deferral.place].path
            let patch = BulkOperation(
                method: .patch,
                path: "\(endpoint)/\(id)",
                data: [
                    "schemas": [.string(MessageURN.patchOp)],
                    "Operations": [["op": "add", "path": .string(deferral.attribute), "value": elements]],
                ]
            )
            let patched = await execute(patch)
            if patched.isError {
                record(
                    BulkAnswer(status: 409, location: answer.location, response: patched.response),
                    at: deferral.place
                )
            } else if let version = patched.version {
                answers[deferral.place]?.version = version
            }
        }
    }

    /// What still waits when all is done waits for an operation that was not reached: the answer must not say that the
    /// resource is as it was asked for.
    mutating func refuseDeferred() {
        for deferral in deferrals where answers[deferral.place]?.isError == false {
            let location = answers[deferral.place]?.location
            record(BulkAnswer(SCIMError(.bulkReference), location: location), at: deferral.place)
        }
        deferrals = []
    }

    private mutating func record(_ answer: BulkAnswer, at place: Int) {
        answers[place] = answer
        if answer.isError { errors += 1 }
    }

    private func resolvedID(_ bulkID: String) -> String? {
        places[ByteKey(bulkID)].flatMap { answers[$0]?.id }
    }
}
