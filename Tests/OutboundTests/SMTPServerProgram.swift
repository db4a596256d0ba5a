import Foundation

/// `smtp_server.py` as a running program, with a certificate for localhost.
final class SMTPServerProgram {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The interpreter that has aiosmtpd.
    static let python = ProcessInfo.processInfo.environment["SMTP_PYTHON"]

    let port: Int
    let authorities: String
    private let process: Process
    private let input: Pipe
    private let output: FileHandle
    private let folder: URL

    init(_ mode: String) throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
        let root = source.deletingLastPathComponent().deletingLastPathComponent()
        folder = FileManager.default.temporaryDirectory.appending(path: "smtp-test-\(UUID().uuidString)")
        try Self.run(root.appending(path: "certs-dev/make").path(), [folder.path()])
        authorities = folder.appending(path: "ca.pem").path()
        let process = Process()
        process.executableURL = URL(filePath: Self.python ?? "")
        process.arguments = [
            "-B", source.appending(path: "smtp_server.py").path(), mode, folder.appending(path: "server.pem").path(),
            folder.appending(path: "server.key").path(),
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        (self.process, self.input, self.output) = (process, input, output.fileHandleForReading)
        guard let port = try Self.line(output.fileHandleForReading)["port"] as? Int else {
            throw Failure(description: "smtp_server.py told no port")
        }
        self.port = port
    }

    /// The next mail that the server took.
    func taken() throws -> [String: Any] { try Self.line(output) }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func line(_ output: FileHandle) throws -> [String: Any] {
        var line = Data()
        while let byte = try output.read(upToCount: 1), byte.first != UInt8(ascii: "\n") { line += byte }
        guard let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            throw Failure(description: "smtp_server.py said no JSON")
        }
        return object
    }

    private static func run(_ path: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(path) failed") }
    }
}
