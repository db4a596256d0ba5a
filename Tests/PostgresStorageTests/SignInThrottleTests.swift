import BoundedWorkers
import Credentials
import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// How often a password may be guessed (attacks 5.1 #4, #5).
    @Suite struct SignInThrottleTests {
        @Test func guessesAtOnceGetNoFurtherThanGuessesInARow() async throws {
            // attacks 5.1 #5: parallel requests, on two nodes.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let nodes = [gateway.signIn, gateway.signIn]
                let results = await atOnce(60) { number in
                    try await Self.guess(owner.email.description, from: "198.51.100.1", nodes[number % 2], acme)
                }
                #expect(Self.judged(results) == SignInLimits.accountAtNewNetwork.burst)
                // Nor does the right password come through where guesses are over.
                await #expect(throws: TooManyTries.self) {
                    try await Self.signIn(owner, from: "198.51.100.1", gateway.signIn, acme)
                }
            }
        }

        @Test func theCountIsThereAfterARestart() async throws {
            // attacks 5.1 #4
            try await StoredGateway.with { gateway, acme, owner async throws in
                for _ in 0..<SignInLimits.accountAtNewNetwork.burst {
                    // Each try is at a node that was just started.
                    await #expect(throws: SignInRejection.wrongPassword) {
                        try await Self.guess(owner.email.description, from: "198.51.100.1", gateway.signIn, acme)
                    }
                }
                await #expect(throws: TooManyTries(until: gateway.clock.now + 60, from: gateway.clock.now)) {
                    try await Self.guess(owner.email.description, from: "198.51.100.1", gateway.signIn, acme)
                }
                gateway.clock.advance(60)
                await #expect(throws: SignInRejection.wrongPassword) {
                    try await Self.guess(owner.email.description, from: "198.51.100.1", gateway.signIn, acme)
                }
            }
        }

        @Test func anAddressOfNobodyIsAnsweredAlike() async throws {
            // attacks 5.1 #1, #4
            try await StoredGateway.with { gateway, acme, _ async throws in
                let signIn = gateway.signIn
                for _ in 0..<SignInLimits.accountAtNewNetwork.burst {
                    await #expect(throws: SignInRejection.unknownUser) {
                        try await Self.guess("nobody@acme.example", from: "198.51.100.1", signIn, acme)
                    }
                }
                await #expect(throws: TooManyTries(until: gateway.clock.now + 60, from: gateway.clock.now)) {
                    try await Self.guess("nobody@acme.example", from: "198.51.100.1", signIn, acme)
                }
            }
        }

        @Test func allWaysToWriteAnAddressCountAsOne() async throws {
            // attacks 5.1 #5
            try await StoredGateway.with { gateway, acme, owner async throws in
                let variants = [
                    "ada@acme.example", "ADA@ACME.EXAMPLE", "Ada+1@acme.example", "ada+x+y@acme.example",
                    "\u{FF41}da@acme.example", "a\u{0301}da@acme.example", "ada@acme.example\u{200B}",
                ]
                let signIn = gateway.signIn
                for number in 0..<SignInLimits.accountAtNewNetwork.burst {
                    await #expect(throws: SignInRejection.self) {
                        try await Self.guess(variants[number % variants.count], from: "198.51.100.1", signIn, acme)
                    }
                }
                for variant in variants {
                    await #expect(throws: TooManyTries.self) {
                        try await Self.guess(variant, from: "198.51.100.1", gateway.signIn, acme)
                    }
                }
            }
        }

        @Test func aThousandNetworksShareTheTriesOfAnAccountAndItsOwnerStillComesIn() async throws {
            // attacks 5.1 #4: nobody locks another out for ever.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let signIn = gateway.signIn
                try await Self.signIn(owner, from: "192.0.2.7", signIn, acme)
                for minute in 0..<3 {
                    let results = await atOnce(160) { number in
                        let network = "2001:db8:0:\(String(number % 40 + 40 * minute, radix: 16))::/64"
                        return try await Self.guess(owner.email.description, from: network, signIn, acme)
                    }
                    #expect(Self.judged(results) == (minute == 0 ? SignInLimits.accountAtNewNetworks.burst : 1))
                    try await Self.signIn(owner, from: "192.0.2.7", signIn, acme)
                    gateway.clock.advance(60)
                }
                // From elsewhere the owner waits like everybody, a minute at most.
                gateway.clock.advance(60)
                try await Self.signIn(owner, from: "203.0.113.9", signIn, acme)
            }
        }

        @Test func aKnownNetworkIsForgottenAfterItsTime() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await Self.signIn(owner, from: "192.0.2.7", gateway.signIn, acme)
                for (later, expected) in [
                    (ThrottleSignIn.networkMemory, SignInLimits.accountAtKnownNetwork.burst),
                    (1, SignInLimits.accountAtNewNetwork.burst),
                ] {
                    gateway.clock.advance(later)
                    let signIn = gateway.signIn
                    let results = await atOnce(110) { _ in
                        try await Self.guess(owner.email.description, from: "192.0.2.7", signIn, acme)
                    }
                    #expect(Self.judged(results) == expected)
                }
            }
        }

        @Test func signingInDoesNotRestTheCounterOfTheNetwork() async throws {
            // attacks 5.1 #4: many accounts are tried from one network, by somebody who has one there.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let signIn = gateway.signIn
                var judged = 0
                for round in 0..<4 {
                    try? await Self.signIn(owner, from: "198.51.100.1", signIn, acme)
                    let results = await atOnce(100) { number in
                        try await Self.guess(
                            "user\(100 * round + number)@acme.example",
                            from: "198.51.100.1",
                            signIn,
                            acme
                        )
                    }
                    judged += Self.judged(results)
                }
                #expect(judged == SignInLimits.newNetwork.burst)
                // Whoever is known there comes in, and whoever comes from elsewhere.
                try await Self.signIn(owner, from: "198.51.100.1", signIn, acme)
                await #expect(throws: SignInRejection.unknownUser) {
                    try await Self.guess("user399@acme.example", from: "198.51.100.2", signIn, acme)
                }
            }
        }

        @Test func oneNetworkIsCountedOverAllWorkspaces() async throws {
            // attacks 5.1 #4
            try await StoredGateway.with { gateway, acme, _ async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let signIn = gateway.signIn
                let results = await atOnce(SignInLimits.newNetwork.burst + 50) { number in
                    let workspace = number % 2 == 0 ? acme : globex
                    return try await Self.guess("user\(number)@acme.example", from: "198.51.100.1", signIn, workspace)
                }
                #expect(Self.judged(results) == SignInLimits.newNetwork.burst)
            }
        }

        @Test func whoeverIsRefusedEmptiesNobodysCounters() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let signIn = gateway.signIn
                _ = await atOnce(SignInLimits.newNetwork.burst) { number in
                    try await Self.guess("user\(number)@acme.example", from: "198.51.100.1", signIn, acme)
                }
                // The network has no try left. What it goes on to send at the owner's account takes nothing from it.
                let refused = await atOnce(SignInLimits.accountAtNewNetworks.burst) { _ in
                    try await Self.guess(owner.email.description, from: "198.51.100.1", gateway.signIn, acme)
                }
                #expect(Self.judged(refused) == 0)
                let others = await atOnce(SignInLimits.accountAtNewNetworks.burst) { number in
                    try await Self.guess(owner.email.description, from: "203.0.113.\(number % 10)", signIn, acme)
                }
                #expect(Self.judged(others) == SignInLimits.accountAtNewNetworks.burst)
            }
        }

        @Test func whatWasNotJudgedIsNotCounted() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let none = BoundedWorkers(name: "none", threads: 0, queue: 0)
                let busy = gateway.useCases(hasher: PasswordHasher(workers: none)).signIn
                for _ in 0..<2 * SignInLimits.accountAtNewNetwork.burst {
                    await #expect(throws: BoundedWorkersFull.self) {
                        try await Self.signIn(owner, from: "198.51.100.1", busy, acme)
                    }
                }
                try await Self.signIn(owner, from: "198.51.100.1", gateway.signIn, acme)
            }
        }

        @Test func aFloodLeavesOneEntryMoreThanItsTries() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let signIn = gateway.signIn
                let actions = try await gateway.actions(in: acme) {
                    for _ in 0..<200 {
                        _ = try? await Self.guess(owner.email.description, from: "198.51.100.1", signIn, acme)
                    }
                }
                #expect(actions.count == SignInLimits.accountAtNewNetwork.burst + 1)
                #expect(try await gateway.audit(of: acme).last?.changes.text.contains("too_many_tries") == true)
            }
        }

        @Test func theControlDatabaseHoldsNoAddress() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                _ = try? await Self.guess(owner.email.description, from: "198.51.100.1", gateway.signIn, acme)
                let rows = try await gateway.pools.withControlConnection {
                    try await $0.query("SELECT throttle_counters::text AS text FROM throttle_counters")
                }
                #expect(rows.count == 2)
                for row in rows { #expect(!(try row.decode("text", as: String.self).contains("198.51.100"))) }
            }
        }

        private static func guess(
            _ email: String,
            from network: String,
            _ signIn: SignInWithPassword,
            _ workspace: Workspace
        ) async throws {
            try await signIn.tries(email, "not the password", from: network, in: workspace)
        }

        private static func signIn(
            _ user: User,
            from network: String,
            _ signIn: SignInWithPassword,
            _ workspace: Workspace
        ) async throws {
            try await signIn.tries(user.email.description, StoredGateway.password, from: network, in: workspace)
        }

        /// How many passwords were looked at.
        private static func judged(_ results: [Result<Void, any Error>]) -> Int {
            results.count { result in
                guard case .failure(let error) = result else { return true }
                return error is SignInRejection
            }
        }
    }
}

extension SignInWithPassword {
    fileprivate func tries(_ email: String, _ password: String, from network: String, in workspace: Workspace)
        async throws
    {
        let _: SignInStep<BrowserGrant> = try await self(
            email: email,
            password: Secret(password),
            in: workspace,
            origin: RequestOrigin(
                sourceAddress: nil,
                sourceNetwork: network,
                correlationID: StoredGateway.origin.correlationID
            )
        )
    }
}
