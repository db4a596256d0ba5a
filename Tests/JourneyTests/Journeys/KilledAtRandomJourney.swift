import BoundedWorkers
import Encoding
import Foundation
import Postgres
import Testing

extension Journeys {
    /// The gateway or its database is killed at a random moment of all that goes on at once: sign-ins, refreshes, ended
    /// sessions, the creation of a workspace and the closing of another. What was acknowledged holds, nothing is half.
    @Suite(.enabled(if: RunningSystem.killRounds > 0, "JOURNEY_KILL_ROUNDS asks for no round"))
    struct KilledAtRandom {
        private static let chains = 4
        private static let endings = 2
        private static let signIns = 2
        /// Milliseconds from the beginning of all to the kill; a creation takes about a second.
        private static let moments: Range<UInt64> = 0..<1_200
        /// As in ``KilledGateway``.
        private static let catchingUp: Duration = .seconds(10)
        private static let ownerEmail = "owner@killed.example"
        private static let ownerPassword = "seven lanterns under the bridge"

        private let person: Person
        private let gateway: GatewayProcess
        private let server: DatabaseServer
        private let command: OperatorCommand
        private let workers = BoundedWorkers(name: "journey-kills", threads: 1, queue: 16)

        init() throws {
            person = try Person()
            gateway = try GatewayProcess.adopted(from: person.system)
            server = try DatabaseServer.adopted(from: person.system)
            command = OperatorCommand(gateway: gateway)
        }

        @Test(.timeLimit(.minutes(60)))
        func whatWasAcknowledgedHoldsAndNothingIsHalf() async throws {
            let acknowledged = Acknowledgements()
            var chains: [RefreshChain] = []
            for _ in 0..<Self.chains { chains.append(RefreshChain(try await person.signIn())) }
            var closing: String?
            for round in 1...RunningSystem.killRounds {
                let creating = "k\(getpid())-\(round)"
                try await walk(round, creating: creating, closing: closing, acknowledged, &chains)
                closing = creating
            }
        }

        private func walk(
            _ round: Int,
            creating: String,
            closing: String?,
            _ acknowledged: Acknowledgements,
            _ chains: inout [RefreshChain]
        ) async throws {
            let ending = try await signInToEnd()
            async let ended = end(ending)
            async let signedIn = signIn()
            async let creation: Void = attempt(creation(of: creating))
            async let closed: Void = attempt(closing.map { ["workspace", "close", $0, "--confirm", $0] })
            async let killed: Bool = kill(round)
            chains = try await withThrowingTaskGroup(of: RefreshChain.self) { group in
                for chain in chains {
                    group.addTask { [person] in
                        var chain = chain
                        let refusal = try await chain.refreshUntilGone(person, acknowledged)
                        #expect(refusal == nil, "Round \(round), before the kill")
                        return chain
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let (gone, came) = (await ended, await signedIn)
            if await killed {
                try await gateway.startAgain()
            } else {
                try await server.startAgain { [gateway] in await gateway.isReady }
            }
            _ = (await creation, await closed)

            for index in chains.indices {
                let reply = try await chains[index].resume(person, acknowledged)
                #expect(reply.status == 200, "Round \(round), a chain: \(reply)")
            }
            #expect(acknowledged.forks == 0, "Round \(round)")
            for tokens in came {
                let reply = try await person.refresh(tokens.refresh)
                #expect(reply.status == 200, "Round \(round), an acknowledged sign-in: \(reply)")
            }
            for tokens in gone {
                #expect(try await person.me(tokens.access).status == 401, "Round \(round), the gateway")
                #expect(try await person.refresh(tokens.refresh).status == 400, "Round \(round), the gateway")
                let isRefused = try await person.isRefusedByAssetAPI(tokens.access, within: Self.catchingUp)
                #expect(isRefused, "Round \(round), the asset API")
            }
            try await finish(creating)
            if let closing { try await command.untilDone(["workspace", "close", closing, "--confirm", closing]) }
            try await expectNothingHalf(round)
        }

        // MARK: What goes on

        private func signInToEnd() async throws -> [(tokens: Tokens, sid: String)] {
            var sessions: [(tokens: Tokens, sid: String)] = []
            for _ in 0..<Self.endings {
                let tokens = try await person.signIn()
                sessions.append((tokens, try await person.sessionID(of: tokens.access)))
            }
            return sessions
        }

        /// - Returns: those whose end was acknowledged.
        private func end(_ sessions: [(tokens: Tokens, sid: String)]) async -> [Tokens] {
            var acknowledged: [Tokens] = []
            for (tokens, sid) in sessions {
                let reply = try? await person.endSession(sid, with: tokens.access)
                if reply?.status == 204 { acknowledged.append(tokens) }
            }
            return acknowledged
        }

        /// - Returns: what was acknowledged.
        private func signIn() async -> [Tokens] {
            var acknowledged: [Tokens] = []
            for _ in 0..<Self.signIns {
                // Not `signIn()`, whose demand would be recorded as a failure where the gateway is on its way out.
                let (email, password) = (person.system.ownerEmail, person.system.ownerPassword)
                let reply = try? await person.trySigningIn(email: email, password: password)
                guard let reply, reply.status == 200, let tokens = try? Tokens(reply) else { break }
                acknowledged.append(tokens)
            }
            return acknowledged
        }

        /// Kills the one or the other, at a moment that the round's number decides.
        ///
        /// - Returns: whether it was the gateway.
        private func kill(_ round: Int) async -> Bool {
            // Numerical Recipes' 64-bit congruential generator, begun at the round.
            let random = (UInt64(round) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407) >> 33
            let moment = random % Self.moments.upperBound
            try? await Task.sleep(for: .milliseconds(moment))
            let isGateway = round.isMultiple(of: 2)
            if isGateway { gateway.kill() } else { server.kill() }
            return isGateway
        }

        private func creation(of slug: String) -> [String] {
            [
                "workspace", "create", slug, "--name", "Killed", "--owner-email", Self.ownerEmail, "--owner-name",
                "Owner",
                "--owner-password-file", "-",
            ]
        }

        /// However it ends.
        private func attempt(_ arguments: [String]?) async {
            guard let arguments else { return }
            _ = try? await command.run(arguments, input: "\(Self.ownerPassword)\n")
        }

        // MARK: What came of it

        /// The same command again goes on where it was cut short; then the owner can sign in.
        private func finish(_ slug: String) async throws {
            if try await ownerSignsIn(slug) { return }
            try await command.untilDone(creation(of: slug), input: "\(Self.ownerPassword)\n")
            // A node may believe for a second that it is still being created.
            let deadline = ContinuousClock.now + Person.revocationTakes
            while try await !ownerSignsIn(slug) {
                try #require(ContinuousClock.now < deadline, "\(slug)")
                try await Task.sleep(for: .milliseconds(100))
            }
        }

        private func ownerSignsIn(_ slug: String) async throws -> Bool {
            let credentials: JSONValue = [
                "email": .string(Self.ownerEmail), "password": .string(Self.ownerPassword),
            ]
            let url = "\(person.system.gateway)/w/\(slug)/api/v1/sign-in/password"
            return try await Asking.json(credentials).send(to: url).status == 200
        }

        private func expectNothingHalf(_ round: Int) async throws {
            let configuration = try PostgresConfiguration(url: person.system.databaseURL)
            let connection = try await PostgresConnection.connect(configuration, workers: workers)
            let row = try await connection.query(
                """
                SELECT count(*) FILTER (WHERE state = 'active') AS active,
                    count(*) FILTER (WHERE state NOT IN ('active', 'closed')) AS half,
                    count(*) FILTER (WHERE state = 'closed') AS closed,
                    (SELECT count(*) FROM closing_receipts) AS receipts,
                    (SELECT count(*) FROM pg_database WHERE starts_with(datname::text, 'gateway_w_')) AS databases,
                    (SELECT count(*) FROM pg_roles WHERE starts_with(rolname::text, 'gateway_u_')) AS roles
                FROM workspaces
                """
            ).first
            await connection.close()
            func count(_ column: String) throws -> Int { try #require(row).decode(column) }
            #expect(try count("half") == 0, "Round \(round)")
            #expect(try count("databases") == count("active"), "Round \(round)")
            #expect(try count("roles") == count("active"), "Round \(round)")
            #expect(try count("receipts") == count("closed"), "Round \(round)")
        }
    }
}
