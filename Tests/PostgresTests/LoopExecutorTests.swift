import BoundedWorkers
import FoundationEssentials
import Postgres
import TestSupport
import Testing

/// Tasks on the threads that read the connections' answers.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct LoopExecutorTests {
    @Test func tasksOnALoopGetTheirAnswersFromAllLoops() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let first = try await server.connect(configuration)
            let answers = try await withTaskExecutorPreference(first.executor) {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            let connection = try await server.connect(configuration)
                            var sum = 0
                            for step in 0..<20 {
                                sum +=
                                    try await connection.query("SELECT \(number * step) AS n").first?.decode("n") ?? 0
                            }
                            await connection.close()
                            return sum
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            await first.close()
            #expect(answers.sorted() == (0..<20).map { $0 * 190 })
        }
    }

    /// What makes a transaction cheap: from the first answer on, none of its statements changes threads.
    @Test func thePoolRunsABodyOnTheConnectionsOwnThread() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let workers = BoundedWorkers(name: "test", threads: 1, queue: 8)
            let pool = PostgresClusterPool(cap: 4, workers: workers)
            let names = try await pool.withTransaction(to: configuration) { transaction in
                var names: Set<String> = []
                for _ in 0..<20 {
                    _ = try await transaction.query("SELECT 1 AS one")
                    names.insert(Self.threadName)
                }
                return names
            }
            let after = Self.threadName
            await pool.shutdown()
            #expect(names.count == 1)
            #expect(names.allSatisfy { $0.hasPrefix("postgres-") })
            #expect(!after.hasPrefix("postgres-"))
        }
    }

    private static var threadName: String {
        (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
    }
}
