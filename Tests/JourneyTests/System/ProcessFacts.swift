import Foundation
import Synchronization

/// What /proc tells of a process (proc(5)).
enum ProcessFacts {
    private static let patience: Duration = .seconds(30)

    /// The numbers of all processes.
    static var all: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    }

    static func arguments(of process: Int32) throws -> [String] { try strings(in: "/proc/\(process)/cmdline") }

    static func environment(of process: Int32) throws -> [String: String] {
        Dictionary(
            try strings(in: "/proc/\(process)/environ").compactMap { pair in
                pair.firstIndex(of: "=").map { (String(pair[..<$0]), String(pair[pair.index(after: $0)...])) }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The file that its standard output goes to.
    static func outputFile(of process: Int32) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/1")
    }

    /// The one process that it started.
    static func child(of process: Int32) throws -> Int32 {
        let text = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        guard let child = text.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw GatewayProcess.Fault(description: "Process \(process) has no child.")
        }
        return child
    }

    /// Not so once it is a zombie that waits for its parent: its sockets are closed then.
    static func isRunning(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return false }
        return !stat[end...].hasPrefix(") Z")
    }

    static func wait(_ what: String, until condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw GatewayProcess.Fault(description: "Waited in vain for: \(what)")
            }
            // What another process does can't be awaited, only looked at again.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// NUL-terminated strings.
    private static func strings(in path: String) throws -> [String] {
        guard let file = FileHandle(forReadingAtPath: path), let bytes = try file.readToEnd() else {
            let fault = "\(path) can't be read; does the process run, and as the same user?"
            throw GatewayProcess.Fault(description: fault)
        }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The processes that are to end with this one.
enum Leftover {
    private static let processes = Mutex<[Int32]>([])
    private static let registration: Int32 = atexit { Leftover.end() }

    static func remember(_ number: Int32) {
        _ = registration
        processes.withLock { $0.append(number) }
    }

    /// The last first: what is depended upon goes last.
    private static func end() {
        for number in processes.withLock({ $0.reversed() }) { _ = kill(number, SIGTERM) }
    }
}
