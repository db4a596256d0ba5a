import Foundation
import Synchronization

/// The gateway's process: killed as a failing machine would do it, and started again as it was.
final class GatewayProcess: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// How it was started, read from /proc while it runs.
    private let arguments: [String]
    private let environment: [String: String]
    private let log: String
    /// The program's file, held open: a build may have put another at its path since.
    private let program: FileHandle
    private let readiness: String
    private let current: Mutex<Int32>

    /// The process that run.json names, or the one that a journey before has started in its place: one for all journeys.
    /// Throws where it is no running gateway.
    static func adopted(from system: RunningSystem) throws -> GatewayProcess {
        try known.withLock { known in
            if let known { return known }
            let process = try GatewayProcess(system)
            known = process
            return process
        }
    }

    private static let known = Mutex<GatewayProcess?>(nil)

    private init(_ system: RunningSystem) throws {
        let folder = "/proc/\(system.gatewayProcess)"
        arguments = try Self.strings(in: "\(folder)/cmdline")
        guard let name = arguments.first, name.hasSuffix("/identity-gateway") else {
            throw Fault(description: "Process \(system.gatewayProcess) of run.json is no running gateway.")
        }
        environment = Dictionary(
            try Self.strings(in: "\(folder)/environ").compactMap { pair in
                pair.firstIndex(of: "=").map { (String(pair[..<$0]), String(pair[pair.index(after: $0)...])) }
            },
            uniquingKeysWith: { first, _ in first }
        )
        log = try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/1")
        guard let program = FileHandle(forReadingAtPath: "\(folder)/exe") else {
            throw Fault(description: "The program of process \(system.gatewayProcess) can't be read.")
        }
        self.program = program
        readiness = "\(system.management)/health/ready"
        current = Mutex(system.gatewayProcess)
    }

    /// Ends it without a chance to say goodbye.
    func kill() {
        _ = current.withLock { Foundation.kill($0, SIGKILL) }
    }

    /// Starts it anew with the same environment and waits until it is ready.
    ///
    /// It ends with the test process, at the latest: whoever started the first one knows nothing of this one.
    func startAgain() async throws {
        let dead = current.withLock { $0 }
        try await wait("end of the killed gateway") { !Self.isRunning(dead) }
        let process = Process()
        // Through this process's own descriptor, whatever stands at the path by now.
        process.executableURL = URL(fileURLWithPath: "/proc/\(getpid())/fd/\(program.fileDescriptor)")
        process.arguments = Array(arguments.dropFirst())
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        Leftover.remember(process.processIdentifier)
        current.withLock { $0 = process.processIdentifier }
        try await wait("readiness of the new gateway; its log: \(log)") { [readiness] in
            guard process.isRunning else { throw Fault(description: "The new gateway died; its log: \(self.log)") }
            return (try? await Asking().send(to: readiness))?.status == 200
        }
    }

    private func wait(_ what: String, until condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw Fault(description: "Waited in vain for: \(what)") }
            // What another process does can't be awaited, only looked at again.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Not so once it is a zombie that waits for its parent: its sockets are closed then (proc(5), `stat`).
    private static func isRunning(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return false }
        return !stat[end...].hasPrefix(") Z")
    }

    /// NUL-terminated strings (proc(5)).
    private static func strings(in path: String) throws -> [String] {
        guard let file = FileHandle(forReadingAtPath: path), let bytes = try file.readToEnd() else {
            throw Fault(description: "\(path) can't be read; does the process run, and as the same user?")
        }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The process that is to end with this one.
private enum Leftover {
    private static let process = Mutex<Int32?>(nil)
    private static let registration: Int32 = atexit { Leftover.end() }

    static func remember(_ number: Int32) {
        _ = registration
        process.withLock { $0 = number }
    }

    private static func end() {
        if let number = process.withLock({ $0 }) { _ = kill(number, SIGTERM) }
    }
}
