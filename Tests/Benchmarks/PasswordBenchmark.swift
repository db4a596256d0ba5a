import BoundedWorkers
import CArgon2
import Credentials
import Foundation
import Secrets

/// How much of libargon2's own speed a server gets through `PasswordHasher`: all cores, both kinds in turn, so that the
/// neighbours' memory traffic strikes both alike.
enum PasswordBenchmark {
    private static let threads = ProcessInfo.processInfo.activeProcessorCount
    private static let hashesAThread = 10
    private static let rounds = 5
    private static let goal = 0.9

    static func run() async throws -> [Measurement] {
        let workers = BoundedWorkers(name: "password", threads: threads, queue: threads * hashesAThread)
        defer { workers.shutdown() }
        let hasher = PasswordHasher(workers: workers)
        let password = try NormalizedPassword(Secret(typed))
        let stored = try PasswordHash.make(password, salt: salt)
        var (ours, theirs) = (Duration.zero, Duration.zero)
        for _ in 0..<rounds {
            theirs += ContinuousClock().measure(bare)
            ours += try await ContinuousClock().measure {
                try await withThrowingTaskGroup { group in
                    for _ in 0..<(threads * hashesAThread) {
                        group.addTask { _ = try await hasher.verify(password, against: .ours(stored)) }
                    }
                    try await group.waitForAll()
                }
            }
        }
        let hashes = Double(rounds * threads * hashesAThread)
        return [
            Measurement(
                name: "password-verification",
                ours: hashes / (ours / .seconds(1)),
                unit: "1/s",
                against: "bare libargon2 on \(threads) threads",
                theirs: hashes / (theirs / .seconds(1)),
                goal: goal
            )
        ]
    }

    private static let typed = "lanterns over water"
    private static let salt = [UInt8](1...16)

    /// The same number of hashes by libargon2's simplest call, on as many plain threads.
    private static func bare() {
        let cost = Argon2Parameters.standard
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let message = Array(typed.utf8)
            var tag = [UInt8](repeating: 0, count: 32)
            for _ in 0..<hashesAThread {
                let code = unsafe argon2id_hash_raw(
                    cost.passes,
                    cost.memoryKiB,
                    cost.lanes,
                    message,
                    message.count,
                    salt,
                    salt.count,
                    &tag,
                    tag.count
                )
                precondition(code == ARGON2_OK.rawValue)
            }
        }
    }
}
