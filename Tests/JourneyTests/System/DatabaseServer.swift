import Foundation
import Synchronization

/// The PostgreSQL server of the running system: killed as a failing machine would do it, and started again as it was.
final class DatabaseServer: Sendable {
    private let arguments: [String]
    private let log: String
    private let isRoot = geteuid() == 0
    private let current: Mutex<Int32>

    /// The server that run.json names, one for all journeys. Throws where it does not run.
    static func adopted(from system: RunningSystem) throws -> DatabaseServer {
        try known.withLock { known in
            if let known { return known }
            let server = try DatabaseServer(system.databaseProcess)
            known = server
            return server
        }
    }

    private static let known = Mutex<DatabaseServer?>(nil)

    private init(_ process: Int32) throws {
        arguments = try ProcessFacts.arguments(of: process)
        guard arguments.first?.hasSuffix("/postgres") == true else {
            throw GatewayProcess.Fault(description: "Process \(process) of run.json is no PostgreSQL server.")
        }
        log = try ProcessFacts.outputFile(of: process)
        current = Mutex(process)
    }

    /// Ends the server without a chance to write anything down; what it had started ends with it.
    func kill() {
        _ = current.withLock { Foundation.kill($0, SIGKILL) }
    }

    /// Starts it anew and waits until it has recovered.
    func startAgain(_ isAnswering: @escaping @Sendable () async -> Bool) async throws {
        let dead = current.withLock { $0 }
        try await ProcessFacts.wait("end of the killed server") { !ProcessFacts.isRunning(dead) }
        var process = try start()
        try await ProcessFacts.wait("recovery of the server; its log: \(log)") {
            // What the dead one had started may still be ending, and until then it starts no second time.
            if !process.isRunning { process = try start() }
            return await isAnswering()
        }
        Leftover.remember(process.processIdentifier)
        let server = isRoot ? try ProcessFacts.child(of: process.processIdentifier) : process.processIdentifier
        current.withLock { $0 = server }
    }

    private func start() throws -> Process {
        let process = Process()
        // PostgreSQL refuses to run as root.
        process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/sbin/runuser" : arguments[0])
        process.arguments = isRoot ? ["-u", "postgres", "--"] + arguments : Array(arguments.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        return process
    }
}
