import Encoding
import Synchronization
import TestSupport
import Testing

extension Journeys {
    /// Two more gateways beside the one that runs, all on one control database.
    @Suite(.enabled(if: RunningSystem.killRounds > 0, "JOURNEY_KILL_ROUNDS asks for no round"))
    struct TwoNodes {
        /// How long the nodes go on after the signal to stop: many looks of the balancer.
        private static let drainSeconds = 5
        private static let clients = 4

        private func withTwo(_ body: (Person, GatewayProcess, GatewayProcess) async throws -> Void) async throws {
            let person = try Person()
            let running = try GatewayProcess.adopted(from: person.system)
            var nodes: [GatewayProcess] = []
            for _ in 0..<2 {
                let node = GatewayProcess(
                    besides: running,
                    port: try FreePort.find(),
                    managementPort: try FreePort.find(),
                    drainSeconds: Self.drainSeconds
                )
                try await node.startAgain()
                nodes.append(node)
            }
            do {
                try await body(person, nodes[0], nodes[1])
            } catch {
                for node in nodes { try await node.stop() }
                throw error
            }
            for node in nodes { try await node.stop() }
        }

        @Test func whatOneNodeWritesTheOtherKnows() async throws {
            try await withTwo { person, one, other async throws in
                let tokens = try await person.signIn(at: one)
                #expect(try await person.me(tokens.access, at: other).status == 200)
                let next = try Tokens(try await person.refresh(tokens.refresh, at: other))
                // The repeat at the other node is the same repeat.
                #expect(try Tokens(try await person.refresh(tokens.refresh, at: one)).refresh == next.refresh)

                let sid = try await person.sessionID(of: next.access)
                #expect(try await person.endSession(sid, with: next.access, at: one).status == 204)
                let deadline = ContinuousClock.now + Person.revocationTakes
                var status = 200
                while status == 200, ContinuousClock.now < deadline {
                    status = try await person.me(next.access, at: other).status
                }
                #expect(status == 401)
                #expect(try await person.refresh(next.refresh, at: other).status == 400)
            }
        }

        @Test func aKeyThatIsRotatedSignsAtOneAndVerifiesAtTheOther() async throws {
            try await withTwo { person, one, other async throws in
                let before = try await person.signIn(at: one)
                let running = try GatewayProcess.adopted(from: person.system)
                let rotated = try await OperatorCommand(gateway: running).run(["keys", "rotate", "--immediately"])
                #expect(rotated.exitCode == 0, "\(rotated)")
                let after = try await person.signIn(at: one)
                for token in [before.access, after.access] {
                    #expect(try await person.me(token, at: other).status == 200)
                    #expect(try await person.assets(token).status == 200)
                }
            }
        }

        /// Unready, drained, ended: whoever comes by a balancer that obeys readiness notices nothing.
        @Test(.timeLimit(.minutes(5)))
        func aRollingRestartFailsNoRequest() async throws {
            try await withTwo { person, one, other async throws in
                let balancer = Balancer([one, other])
                let tally = Tally()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await balancer.watch() }
                    for _ in 0..<Self.clients {
                        let tokens = try await person.signIn(at: one)
                        group.addTask { await Self.use(tokens.refresh, person, balancer, tally) }
                    }
                    group.addTask { await Self.arrive(person, balancer, tally) }
                    for node in [one, other] {
                        try await node.stop()
                        try await node.startAgain()
                        try await balancer.wait(for: node)
                    }
                    group.cancelAll()
                    try await group.waitForAll()
                }
                #expect(tally.failures == [])
                #expect(tally.answered > 100)
            }
        }

        /// Refreshes, and uses what it gets, until it is cancelled.
        private static func use(_ first: String, _ person: Person, _ balancer: Balancer, _ tally: Tally) async {
            var refresh = first
            while !Task.isCancelled {
                let current = refresh
                let next = await finished(tally) { () async throws -> String in
                    let renewed = try Tokens(good(try await person.refresh(current, at: balancer.pick())))
                    try good(try await person.me(renewed.access, at: balancer.pick()))
                    return renewed.refresh
                }
                guard let next else { return }
                refresh = next
            }
        }

        /// Comes by the page, signs in and uses the API, again and again, until it is cancelled.
        private static func arrive(_ person: Person, _ balancer: Balancer, _ tally: Tally) async {
            while !Task.isCancelled {
                let tokens = await finished(tally) { () async throws -> Tokens in
                    try good(try await person.signInPage(at: balancer.pick()))
                    let tokens = try await person.signIn(at: balancer.pick())
                    try good(try await person.assets(tokens.access))
                    return tokens
                }
                guard tokens != nil else { return }
            }
        }

        /// What was begun is finished: a request that is cancelled would count as failed. nil where it failed.
        private static func finished<R: Sendable>(
            _ tally: Tally,
            _ round: @escaping @Sendable () async throws -> R
        ) async -> R? {
            await Task {
                do {
                    let result = try await round()
                    tally.succeed()
                    return result
                } catch {
                    tally.fail("\(error)")
                    return nil
                }
            }.value
        }

        private struct Unexpected: Error {
            let reply: Reply
        }

        @discardableResult
        private static func good(_ reply: Reply) throws -> Reply {
            guard reply.status == 200 else { throw Unexpected(reply: reply) }
            return reply
        }
    }
}

/// What came of the requests.
private final class Tally: Sendable {
    private let state = Mutex((answered: 0, failures: [String]()))

    var answered: Int { state.withLock { $0.answered } }
    var failures: [String] { state.withLock { $0.failures } }

    func succeed() { state.withLock { $0.answered += 1 } }
    func fail(_ why: String) { state.withLock { $0.failures.append(why) } }
}

/// Chooses a node for each request as a balancer in front of them would: in turn, of those that said they are ready when they
/// were last asked.
private actor Balancer {
    private static let pause: Duration = .milliseconds(50)

    private let nodes: [GatewayProcess]
    private var ready: [Bool]
    private var turn = 0

    init(_ nodes: [GatewayProcess]) {
        self.nodes = nodes
        ready = nodes.map { _ in true }
    }

    func pick() -> GatewayProcess {
        for _ in nodes {
            turn = (turn + 1) % nodes.count
            if ready[turn] { return nodes[turn] }
        }
        return nodes[turn]
    }

    /// Asks the nodes again and again, until it is cancelled.
    func watch() async {
        while !Task.isCancelled {
            for (index, node) in nodes.enumerated() { ready[index] = await node.isReady }
            try? await Task.sleep(for: Self.pause)
        }
    }

    func wait(for node: GatewayProcess) async throws {
        try await ProcessFacts.wait("the balancer to see the node") {
            nodes.firstIndex { $0 === node }.map { ready[$0] } ?? false
        }
    }
}

extension Person {
    /// The same service by another door: the name that people know it by stands in the Host field.
    fileprivate func send(_ asking: Asking, _ path: String, at node: GatewayProcess) async throws -> Reply {
        let host = String(system.gateway.drop { $0 != "/" }.dropFirst(2))
        return try await asking.with("Host", host).send(to: node.address + path)
    }

    private var path: String { "/w/\(system.workspace)/api/v1" }

    fileprivate func signInPage(at node: GatewayProcess) async throws -> Reply {
        try await send(Asking(), "/w/\(system.workspace)/sign-in", at: node)
    }

    fileprivate func signIn(at node: GatewayProcess) async throws -> Tokens {
        let credentials: JSONValue = ["email": .string(system.ownerEmail), "password": .string(system.ownerPassword)]
        let reply = try await send(.json(credentials), "\(path)/sign-in/password", at: node)
        try #require(reply.status == 200, "\(reply)")
        return try Tokens(reply)
    }

    fileprivate func refresh(_ token: String, at node: GatewayProcess) async throws -> Reply {
        let form = Asking.form([
            ("grant_type", "refresh_token"), ("client_id", "ontrackio"), ("refresh_token", token),
        ])
        return try await send(form, "/oauth2/token", at: node)
    }

    fileprivate func me(_ accessToken: String, at node: GatewayProcess) async throws -> Reply {
        try await send(Asking().bearing(accessToken), "\(path)/me", at: node)
    }

    fileprivate func endSession(_ sid: String, with token: String, at node: GatewayProcess) async throws -> Reply {
        try await send(Asking(method: "DELETE").bearing(token), "\(path)/me/sessions/\(sid)", at: node)
    }
}
