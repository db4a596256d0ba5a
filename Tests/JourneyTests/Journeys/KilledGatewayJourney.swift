import Testing

extension Journeys {
    /// The gateway is killed while sessions refresh and end, and started again: what it acknowledged still holds.
    @Suite(.enabled(if: RunningSystem.killRounds > 0, "JOURNEY_KILL_ROUNDS asks for no round"))
    struct KilledGateway {
        private static let chains = 6
        private static let endings = 3
        /// How long the asset API may believe an ended session after the gateway is back: it asks again after a pause that
        /// doubles while the gateway is away (`FollowerState.secondsUntilRetry`), which makes 4 s for an outage of some
        /// seconds, and then learns of it at once.
        private static let catchingUp: Duration = .seconds(10)

        @Test(.timeLimit(.minutes(30)))
        func keepsWhatItAcknowledged() async throws {
            let person = try Person()
            let gateway = try GatewayProcess.adopted(from: person.system)
            let acknowledged = Acknowledgements()
            var chains: [RefreshChain] = []
            for _ in 0..<Self.chains { chains.append(RefreshChain(try await person.signIn())) }
            for round in 1...RunningSystem.killRounds {
                try await walk(round, person, gateway, acknowledged, &chains)
            }
        }

        private func walk(
            _ round: Int,
            _ person: Person,
            _ gateway: GatewayProcess,
            _ acknowledged: Acknowledgements,
            _ chains: inout [RefreshChain]
        ) async throws {
            let ending = try await signInToEnd(person)
            // Each round another moment: right at the start, or with all under way.
            acknowledged.ring(after: 1 + (round * 7) % 40) { gateway.kill() }
            async let ended = end(ending, person)
            chains = try await withThrowingTaskGroup(of: RefreshChain.self) { group in
                for chain in chains {
                    group.addTask {
                        var chain = chain
                        let refusal = try await chain.refreshUntilGone(person, acknowledged)
                        #expect(refusal == nil, "Round \(round), before the kill")
                        return chain
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let gone = await ended
            try await gateway.startAgain()

            for index in chains.indices {
                let reply = try await chains[index].resume(person, acknowledged)
                #expect(reply.status == 200, "Round \(round), after the kill: \(reply)")
            }
            #expect(acknowledged.forks == 0, "Round \(round)")
            for tokens in gone {
                #expect(try await person.me(tokens.access).status == 401, "Round \(round), the gateway")
                #expect(try await person.refresh(tokens.refresh).status == 400, "Round \(round), the gateway")
                let isRefused = try await person.isRefusedByAssetAPI(tokens.access, within: Self.catchingUp)
                #expect(isRefused, "Round \(round), the asset API")
            }
            for chain in chains {
                let reply = try await person.assets(chain.current.access)
                #expect(reply.status == 200, "Round \(round), the asset API: \(reply)")
            }
        }

        private func signInToEnd(_ person: Person) async throws -> [(tokens: Tokens, sid: String)] {
            var sessions: [(tokens: Tokens, sid: String)] = []
            for _ in 0..<Self.endings {
                let tokens = try await person.signIn()
                sessions.append((tokens, try await person.sessionID(of: tokens.access)))
            }
            return sessions
        }

        /// - Returns: those whose end was acknowledged before the gateway went away.
        private func end(_ sessions: [(tokens: Tokens, sid: String)], _ person: Person) async -> [Tokens] {
            var acknowledged: [Tokens] = []
            for (tokens, sid) in sessions {
                let reply = try? await person.endSession(sid, with: tokens.access)
                if reply?.status == 204 { acknowledged.append(tokens) }
            }
            return acknowledged
        }
    }
}
