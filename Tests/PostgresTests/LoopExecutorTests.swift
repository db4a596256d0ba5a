import Postgres
import TestSupport
import Testing

/// Tasks on the thread that reads the connections' answers.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct LoopExecutorTests {
    @Test func tasksOnTheLoopGetTheirAnswers() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let answers = try await withTaskExecutorPreference(try PostgresConnection.executor()) {
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
            #expect(answers.sorted() == (0..<20).map { $0 * 190 })
        }
    }
}
