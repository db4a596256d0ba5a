import Foundation
import Postgres

/// A PgBouncer in front of a test's server, by the example in `deploy/pgbouncer`. It ends when it is told to.
package final class PgBouncer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let program = "/usr/sbin/pgbouncer"
    private static let patience: Duration = .seconds(10)

    package let port: Int
    private let folder: String
    private let server: PrivatePostgres
    private let process: Int32

    /// Starts it with the logins that the server has now.
    package init(before server: PrivatePostgres) async throws {
        self.server = server
        port = try FreePort.find()
        folder = "/tmp/pgbouncer-test-\(ProcessInfo.processInfo.processIdentifier)-\(port)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o777]
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        try Self.configuration(server, port: port, folder: folder)
            .write(toFile: "\(folder)/pgbouncer.ini", atomically: true, encoding: .utf8)
        try await Self.writeLogins(server, folder)
        let process = Process()
        // It refuses to run as root.
        let isRoot = geteuid() == 0
        process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/sbin/runuser" : Self.program)
        process.arguments = (isRoot ? ["-u", "postgres", "--", Self.program] : []) + ["-q", "\(folder)/pgbouncer.ini"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = try await Self.processID(folder)
    }

    /// Takes up the logins that were made since, and returns when `isAdmitted` sees it.
    package func admitLogins(until isAdmitted: () async -> Bool) async throws {
        try await Self.writeLogins(server, folder)
        guard kill(process, SIGHUP) == 0 else { throw Failure(description: "PgBouncer is gone; its log: \(folder)") }
        let deadline = ContinuousClock.now + Self.patience
        while await !isAdmitted() {
            guard ContinuousClock.now < deadline else {
                let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "no log"
                throw Failure(description: "The logins were not admitted: \(log)")
            }
            // What another process does can't be awaited, only looked at again.
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    package func stop() {
        _ = kill(process, SIGTERM)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// What stands in `deploy/pgbouncer` between this file's folder and the project's.
    private static func example(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("deploy/pgbouncer/\(name)"), encoding: .utf8)
    }

    private static func configuration(_ server: PrivatePostgres, port: Int, folder: String) throws -> String {
        var text = try example("pgbouncer.ini")
        let changes = [
            ("host=127.0.0.1 port=5432", "host=\(server.tcpHost) port=\(server.tcpPort)"),
            ("listen_port = 6432", "listen_port = \(port)"),
            ("/etc/pgbouncer/userlist.txt", "\(folder)/userlist.txt"),
            ("/var/log/postgresql/pgbouncer.log", "\(folder)/log"),
            ("/var/run/postgresql/pgbouncer.pid", "\(folder)/pid"),
        ]
        for (old, new) in changes {
            guard text.contains(old) else { throw Failure(description: "pgbouncer.ini has no \(old)") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    private static func writeLogins(_ server: PrivatePostgres, _ folder: String) async throws {
        let statement = try example("userlist.sql").split(separator: "\n").filter { !$0.hasPrefix("--") }
            .joined(separator: " ").replacingOccurrences(of: ";", with: "")
        let connection = try await server.connect(server.superuser)
        let rows = try await connection.query("SELECT format AS line FROM (\(unsafeSQL: statement)) logins")
        await connection.close()
        let lines = try rows.map { try $0.decode("line", as: String.self) }
        try (lines.joined(separator: "\n") + "\n")
            .write(toFile: "\(folder)/userlist.txt", atomically: true, encoding: .utf8)
    }

    private static func processID(_ folder: String) async throws -> Int32 {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let text = try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8),
                let number = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
            {
                return number
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "no log"
        throw Failure(description: "\(program) did not start: \(log)")
    }
}
