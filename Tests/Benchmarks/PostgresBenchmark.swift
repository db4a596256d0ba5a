import Foundation
import Postgres
import TestSupport

/// A prepared `SELECT 1` over the Unix socket, next to pgbench against the same server in the same run.
///
/// On one connection each statement waits for the one before, so threads waking each other are most of it. Whom the pool
/// lends a connection runs on the connection's own thread, which is how the gateway's statements are run; a task elsewhere
/// is woken for each answer.
enum PostgresBenchmark {
    /// Seconds of each measurement; the best of ``rounds`` counts, ours and pgbench's in turn, so that a neighbour's noise
    /// meets both.
    private static let seconds = 2
    private static let rounds = 3
    /// Statements in one pipeline, ours and pgbench's.
    private static let pipelineLength = 100
    /// pgbench 15 prepares a script's statements at the first, and hangs when that stands in a pipeline: so each client
    /// runs one ahead, once.
    private static let warmUp = "\\if :cold\nSELECT 1;\n\\set cold 0\n\\endif\n"

    static func run() async throws -> [Measurement] {
        let server = try await PrivatePostgres.shared()
        return try await server.withDatabase { configuration in
            let bench = PGBench(configuration)
            return [
                try await compare("postgres-one-connection", goal: 0.7) {
                    try await pooled(server, configuration, connections: 1)
                } against: {
                    try bench.rate(clients: 1, transactions: 40_000, script: "SELECT 1;\n", statements: 1)
                },
                try await compare("postgres-one-connection-from-elsewhere") {
                    try await sequential(server, configuration)
                } against: {
                    try bench.rate(clients: 1, transactions: 40_000, script: "SELECT 1;\n", statements: 1)
                },
                try await compare("postgres-eight-connections", goal: 0.4) {
                    try await pooled(server, configuration, connections: 8)
                } against: {
                    try bench.rate(clients: 8, transactions: 10_000, script: "SELECT 1;\n", statements: 1)
                },
                try await compare("postgres-pipelined", goal: 0.7) {
                    try await pipelined(server, configuration)
                } against: {
                    let selects = String(repeating: "SELECT 1;\n", count: pipelineLength)
                    return try bench.rate(
                        clients: 1,
                        transactions: 4_000,
                        script: warmUp + "\\startpipeline\n\(selects)\\endpipeline\n",
                        statements: pipelineLength
                    )
                },
            ]
        }
    }

    private static func compare(
        _ name: String,
        goal: Double? = nil,
        _ ours: () async throws -> Double,
        against theirs: () throws -> Double
    ) async throws -> Measurement {
        var best = 0.0
        var bestOfTheirs = 0.0
        for _ in 0..<rounds {
            best = max(best, try await ours())
            bestOfTheirs = max(bestOfTheirs, try theirs())
        }
        return Measurement(
            name: name,
            ours: best,
            unit: "1/s",
            against: "pgbench -M prepared, SELECT 1",
            theirs: bestOfTheirs,
            goal: goal
        )
    }

    private static func pooled(
        _ server: PrivatePostgres,
        _ configuration: PostgresConfiguration,
        connections: Int
    ) async throws -> Double {
        let pool = PostgresClusterPool(cap: connections, workers: server.workers)
        let end = ContinuousClock.now + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    try await pool.withConnection(to: configuration) { try await statements(on: $0, until: end) }
                }
            }
            return try await group.reduce(0, +)
        }
        await pool.shutdown()
        return Double(count) / Double(seconds)
    }

    private static func sequential(
        _ server: PrivatePostgres,
        _ configuration: PostgresConfiguration
    ) async throws -> Double {
        let connection = try await server.connect(configuration)
        let count = try await statements(on: connection, until: .now + .seconds(seconds))
        await connection.close()
        return Double(count) / Double(seconds)
    }

    private static func statements(
        on connection: PostgresConnection,
        until end: ContinuousClock.Instant
    ) async throws -> Int {
        var count = 0
        while ContinuousClock.now < end {
            _ = try await connection.query("SELECT 1 AS one")
            count += 1
        }
        return count
    }

    private static func pipelined(_ server: PrivatePostgres, _ configuration: PostgresConfiguration) async throws
        -> Double
    {
        let pool = PostgresClusterPool(cap: 1, workers: server.workers)
        let batch = [SQL](repeating: "SELECT 1 AS one", count: pipelineLength)
        let end = ContinuousClock.now + .seconds(seconds)
        let count = try await pool.withConnection(to: configuration) { connection in
            var count = 0
            while ContinuousClock.now < end { count += try await connection.pipeline(batch).count }
            return count
        }
        await pool.shutdown()
        return Double(count) / Double(seconds)
    }
}

/// pgbench, run for a rate.
private struct PGBench {
    struct Failure: Error {}

    private let configuration: PostgresConfiguration

    init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
    }

    /// Statements in a second, by `tps` of pgbench's report. By count, not by time: a child of Foundation's `Process` may
    /// inherit a blocked SIGALRM, by which pgbench would end.
    func rate(clients: Int, transactions: Int, script: String, statements: Int) throws -> Double {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("pgbench-\(UUID().uuidString).sql")
        try Data(script.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "pgbench", "-n", "-M", "prepared", "-t", "\(transactions)", "-D", "cold=1", "-c", "\(clients)", "-j",
            "\(min(clients, 2))", "-f", file.path,
            "-h", configuration.host, "-p", "\(configuration.port)", "-U", configuration.user, configuration.database,
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let report = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        for line in report.split(separator: "\n") where line.hasPrefix("tps = ") {
            guard let number = line.dropFirst(6).split(separator: " ").first, let rate = Double(number) else {
                continue
            }
            return rate * Double(statements)
        }
        throw Failure()
    }
}
