import FoundationEssentials
import Postgres
import PostgresStorage
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// The one statement that counts, against the arithmetic that it stands for.
    @Suite struct ThrottleCountersTests {
        private static let repository = ThrottleCountersRepository()

        @Test func theStatementDoesWhatTheArithmeticSays() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let random = SystemBytes()
                for burst in 1...4 {
                    let counter = Self.counter(gateway, "model-\(burst)", RateLimit(burst: burst, refill: 8))
                    var now = Date(unixSeconds: 1_764_000_000)
                    var nextFreeAt: Date?
                    for _ in 0..<60 {
                        now += Double(random.bytes(1)[0] % 8)
                        let next = counter.limit.taking(at: now, nextFreeAt: nextFreeAt)
                        let isTaken = try await Self.takes([counter], at: now, gateway)
                        #expect(isTaken == (next != nil))
                        nextFreeAt = next ?? nextFreeAt
                    }
                }
            }
        }

        @Test func triesAtOnceGetNoFurtherThanTriesInARow() async throws {
            // attacks 5.1 #5
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let counters = ["network", "all"].map { Self.counter(gateway, $0, RateLimit(burst: 5, refill: 60)) }
                let results = await atOnce(40) { number in
                    // Each other one asks for them in the other order.
                    try await Self.takes(number % 2 == 0 ? counters : counters.reversed(), at: now, gateway)
                }
                #expect(try results.count { try $0.get() } == 5)
            }
        }

        @Test func oneCounterThatRefusesLeavesAllOthersUntouched() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let narrow = Self.counter(gateway, "narrow", RateLimit(burst: 1, refill: 60))
                let wide = Self.counter(gateway, "wide", RateLimit(burst: 3, refill: 60))
                #expect(try await Self.takes([narrow, wide], at: now, gateway))
                for _ in 0..<10 { #expect(try await !Self.takes([narrow, wide], at: now, gateway)) }
                #expect(try await Self.takes([wide], at: now, gateway))
                #expect(try await Self.takes([wide], at: now, gateway))
                #expect(try await !Self.takes([wide], at: now, gateway))
            }
        }

        @Test func theRefusalSaysWhenTheLastOfThemIsFree() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let soon = Self.counter(gateway, "soon", RateLimit(burst: 1, refill: 5))
                let late = Self.counter(gateway, "late", RateLimit(burst: 1, refill: 90))
                #expect(try await Self.takes([soon, late], at: now, gateway))
                await #expect(throws: TooManyTries(until: now + 89, from: now)) {
                    try await gateway.control.transaction {
                        try await Self.repository.take([soon, late], at: now + 1, in: $0)
                    }
                }
            }
        }

        @Test func whatIsGivenBackCanBeTakenAgainOnce() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let counter = Self.counter(gateway, "back", RateLimit(burst: 2, refill: 60))
                #expect(try await Self.takes([counter], at: now, gateway))
                #expect(try await Self.takes([counter], at: now, gateway))
                try await gateway.control.transaction { try await Self.repository.giveBack([counter], in: $0) }
                #expect(try await Self.takes([counter], at: now, gateway))
                #expect(try await !Self.takes([counter], at: now, gateway))
            }
        }

        @Test func whatStandsThereTwiceIsGivenBackTwice() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let twice = Self.counter(gateway, "twice", RateLimit(burst: 3, refill: 60))
                let once = Self.counter(gateway, "once", RateLimit(burst: 3, refill: 60))
                for _ in 0..<3 { #expect(try await Self.takes([twice, once], at: now, gateway)) }
                try await gateway.control.transaction {
                    try await Self.repository.giveBack([twice, once, twice], in: $0)
                }
                #expect(try await Self.takes([twice, once], at: now, gateway))
                #expect(try await Self.takes([twice], at: now, gateway))
                #expect(try await !Self.takes([twice], at: now, gateway))
                #expect(try await !Self.takes([once], at: now, gateway))
            }
        }

        @Test func whatIsTakenAndGivenBackAtOnceIsCountedRight() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let now = gateway.clock.now
                let counters = ["a", "b", "c"].map { Self.counter(gateway, $0, RateLimit(burst: 100, refill: 60)) }
                let results = await atOnce(40) { number in
                    #expect(try await Self.takes(number % 2 == 0 ? counters : counters.reversed(), at: now, gateway))
                    guard number % 4 == 0 else { return }
                    try await gateway.control.transaction {
                        try await Self.repository.giveBack(number % 8 == 0 ? counters.reversed() : counters, in: $0)
                    }
                }
                for result in results { #expect(throws: Never.self) { try result.get() } }
                // 40 were taken and 10 came back.
                for _ in 0..<70 { #expect(try await Self.takes(counters, at: now, gateway)) }
                #expect(try await !Self.takes(counters, at: now, gateway))
            }
        }

        @Test func onlyCountersAtRestAreForgotten() async throws {
            try await StoredGateway.withControlOnly { gateway async throws in
                let start = gateway.clock.now
                let counters = ["old", "new"].map { Self.counter(gateway, $0, RateLimit(burst: 1, refill: 60)) }
                #expect(try await Self.takes([counters[0]], at: start, gateway))
                #expect(try await Self.takes([counters[1]], at: start + RateLimit.longestMemory, gateway))
                try await gateway.control.transaction {
                    try await Self.repository.prune(freeBefore: start + RateLimit.longestMemory, in: $0)
                }
                let rows = try await gateway.control.transaction { transaction in
                    let session = try #require(transaction.handle as? PostgresTransaction)
                    return try await session.query("SELECT key FROM throttle_counters")
                }
                #expect(try rows.map { try $0.decode("key", as: UUID.self) } == [counters[1].key.rawValue])
            }
        }

        private static func counter(_ gateway: StoredGateway, _ name: String, _ limit: RateLimit) -> ThrottleCounter {
            ThrottleKeys(gateway.sealing).counter(name, limit: limit)
        }

        private static func takes(
            _ counters: [ThrottleCounter],
            at now: Date,
            _ gateway: StoredGateway
        ) async throws -> Bool {
            do {
                try await gateway.control.transaction { try await repository.take(counters, at: now, in: $0) }
                return true
            } catch is TooManyTries {
                return false
            }
        }
    }
}
