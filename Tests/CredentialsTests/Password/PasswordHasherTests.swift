import BoundedWorkers
import Dispatch
import Secrets
import Synchronization
import Testing

@testable import Credentials

@Suite
struct PasswordHasherTests {
    /// Notes each computation as it starts.
    private final class Ledger: Sendable {
        private let noted = Mutex<[String]>([])
        var entries: [String] { noted.withLock { $0 } }
        func note(_ cost: String) { noted.withLock { $0.append(cost) } }
    }

    private let salt = [UInt8](1...16)
    private let workers = BoundedWorkers(name: "password", threads: 2, queue: 8)

    private func password(_ typed: String) throws -> NormalizedPassword { try NormalizedPassword(Secret(typed)) }

    @Test
    func tellsRightFromWrong() async throws {
        let hasher = PasswordHasher(workers: workers, parameters: .cheap)
        let stored = try await hasher.hash(password("lanterns over water"), salt: salt)
        #expect(
            try await hasher.verify(password("lanterns over water"), against: .ours(stored))
                == .right(needsUpgrade: false)
        )
        #expect(try await hasher.verify(password("lanterns over wine"), against: .ours(stored)) == .wrong)
    }

    /// attacks 5.1 #1.
    @Test
    func doesTheSameWorkForAnUnknownUser() async throws {
        let ledger = Ledger()
        let hasher = PasswordHasher(workers: workers, parameters: .cheap) { ledger.note($0) }
        let stored = try PasswordHash.make(password("lanterns over water"), salt: salt, parameters: .cheap)
        _ = try await hasher.verify(password("lanterns over water"), against: .ours(stored))
        _ = try await hasher.verify(password("lanterns over wine"), against: .ours(stored))
        let known = ledger.entries
        #expect(try await hasher.verify(password("lanterns over water"), against: nil) == .wrong)
        #expect(known == ["argon2id(m=8,t=1,p=1)", "argon2id(m=8,t=1,p=1)"])
        #expect(ledger.entries == known + ["argon2id(m=8,t=1,p=1)"])
    }

    /// attacks 5.1 #3.
    @Test
    func asksForAnUpgradeOfAWeakerHash() async throws {
        let stored = try PasswordHash.make(password("lanterns over water"), salt: salt, parameters: .cheap)
        let dearer = Argon2Parameters(memoryKiB: 16, passes: 1, lanes: 1)
        let hasher = PasswordHasher(workers: workers, parameters: dearer)
        #expect(
            try await hasher.verify(password("lanterns over water"), against: .ours(stored))
                == .right(needsUpgrade: true)
        )
        #expect(try await hasher.verify(password("lanterns over wine"), against: .ours(stored)) == .wrong)
        let upgraded = try await hasher.hash(password("lanterns over water"), salt: salt)
        #expect(
            try await hasher.verify(password("lanterns over water"), against: .ours(upgraded))
                == .right(needsUpgrade: false)
        )
    }

    /// attacks 5.1 #3: no more computations at once than threads, no more waiting than the queue holds.
    @Test
    func refusesOnceThreadsAndQueueAreFull() async throws {
        let started = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let ledger = Ledger()
        let narrow = BoundedWorkers(name: "narrow", threads: 1, queue: 1)
        let hasher = PasswordHasher(workers: narrow, parameters: .cheap) { cost in
            ledger.note(cost)
            started.continuation.yield()
            gate.wait()
        }
        let password = try password("lanterns over water")
        async let first = hasher.verify(password, against: nil)
        var starts = started.stream.makeAsyncIterator()
        await starts.next()
        async let second = hasher.verify(password, against: nil)
        while narrow.waiting == 0 { await Task.yield() }
        await #expect(throws: BoundedWorkersFull.self) { try await hasher.verify(password, against: nil) }
        await #expect(throws: BoundedWorkersFull.self) { try await hasher.hash(password, salt: salt) }
        #expect(ledger.entries.count == 1)
        gate.signal()
        gate.signal()
        #expect(try await [first, second] == [.wrong, .wrong])
        #expect(ledger.entries.count == 2)
    }
}
