import Foundation

/// A command of the gateway's program, as an operator gives it on the machine.
struct OperatorCommand: Sendable {
    struct Outcome: Sendable, CustomStringConvertible {
        let exitCode: Int32
        let output: String

        var description: String { "exit code \(exitCode): \(output)" }
    }

    private static let tries = 20

    /// The program and the environment of the running gateway, whose database role may create nothing: creating and closing
    /// are left to the worker.
    let gateway: GatewayProcess

    /// - Parameter input: what stands at the command's standard input.
    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        let process = gateway.command(arguments)
        let (output, typed) = (Pipe(), Pipe())
        process.standardInput = typed
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try typed.fileHandleForWriting.close()
        // Reading blocks until the command ends: not on the tests' own threads.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
                process.waitUntilExit()
                let text = String(decoding: data, as: UTF8.self)
                continuation.resume(returning: Outcome(exitCode: process.terminationStatus, output: text))
            }
        }
    }

    /// Gives the command again until it succeeds: what was cut short goes on.
    func untilDone(_ arguments: [String], input: String = "") async throws {
        var last = try await run(arguments, input: input)
        var tries = 1
        while last.exitCode != 0 {
            guard tries < Self.tries else { throw GatewayProcess.Fault(description: "\(arguments): \(last)") }
            tries += 1
            try await Task.sleep(for: .milliseconds(500))
            last = try await run(arguments, input: input)
        }
    }
}
