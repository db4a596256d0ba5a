import BoundedWorkers
import Encoding
import Foundation
import Postgres
import Testing

extension Journeys {
    /// The gateway with its worker, or their database, is killed at a random moment of all that goes on at once: sign-ins,
    /// refreshes, revocations, the creation of a workspace and the closing of another. What was acknowledged holds, nothing is
    /// half.
    @Suite(.enabled(if: RunningSystem.killRounds > 0, "JOURNEY_KILL_ROUNDS asks for no round"))
    struct KilledAtRandom {
        private static let chains = 4
        /// Milliseconds from the beginning of all to the kill; a creation takes about a second.
        private static let moments: Range<UInt64> = 0..<1_200
        /// As in ``KilledGateway``.
        private static let catchingUp: Duration = .seconds(10)
        private static let ownerEmail = "owner@killed.example"
        private static let ownerPassword = "seven lanterns under the bridge"

        private let person: Person
        private let gateway: GatewayProcess
        private let worker: GatewayProcess
        private let server: DatabaseServer
        private let command: OperatorCommand
        private let workers = BoundedWorkers(name: "journey-kills", threads: 1, queue: 16)

        init() throws {
            person = try Person()
            gateway = try GatewayProcess.adopted(from: person.system)
            worker = try GatewayProcess.worker(of: person.system)
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
            async let ended = signInAndEndUntilGone()
            async let signedIn = signInUntilGone()
            async let creation: Void = attempt(creation(of: creating))
            async let closed: Void = attempt(closing.map { ["workspace", "close", $0, "--confirm", $0] })
            async let killed: Victim = kill(round)
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
            switch await killed {
            case .gateway:
                try await gateway.startAgain()
                try await worker.startAgain()
            case .database:
                try await server.startAgain { [gateway] in await gateway.isReady }
            }
            // At once: a repeat is granted for ten seconds, and the commands may wait far longer for the worker.
            for index in chains.indices {
                let reply = try await chains[index].resume(person, acknowledged)
                #expect(reply.status == 200, "Round \(round), a chain: \(reply)")
            }
            _ = (await creation, await closed)

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

        /// Signs in and ends the session, by the person's list of sessions or by the token, in turn.
        ///
        /// - Returns: those whose end was acknowledged.
        private func signInAndEndUntilGone() async -> [Tokens] {
            var acknowledged: [Tokens] = []
            while let tokens = await trySigningIn() {
                let isRevoked = acknowledged.count.isMultiple(of: 2)
                let reply = try? await isRevoked ? person.revoke(tokens.refresh) : endSession(of: tokens)
                guard let reply, reply.status == (isRevoked ? 200 : 204) else { break }
                acknowledged.append(tokens)
            }
            return acknowledged
        }

        private func endSession(of tokens: Tokens) async throws -> Reply {
            let me = try await person.me(tokens.access)
            guard let sid = me.json?["sid"]?.string else { return me }
            return try await person.endSession(sid, with: tokens.access)
        }

        /// - Returns: what was acknowledged.
        private func signInUntilGone() async -> [Tokens] {
            var acknowledged: [Tokens] = []
            while let tokens = await trySigningIn() { acknowledged.append(tokens) }
            return acknowledged
        }

        /// Not `signIn()`, whose demand would be recorded as a failure where the gateway is on its way out.
        private func trySigningIn() async -> Tokens? {
            let (email, password) = (person.system.ownerEmail, person.system.ownerPassword)
            let reply = try? await person.trySigningIn(email: email, password: password)
            guard let reply, reply.status == 200 else { return nil }
            return try? Tokens(reply)
        }

        private enum Victim {
            /// With its worker, as where a machine fails that has both.
            case gateway
            case database
        }

        /// Kills the one or the other in turn, at a moment that the round's number decides.
        private func kill(_ round: Int) async -> Victim {
            // Numerical Recipes' 64-bit congruential generator, begun at the round.
            let random = (UInt64(round) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407) >> 33
            let moment = random % Self.moments.upperBound
            try? await Task.sleep(for: .milliseconds(moment))
            guard round.isMultiple(of: 2) else {
                server.kill()
                return .database
            }
            gateway.kill()
            worker.kill()
            return .gateway
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
