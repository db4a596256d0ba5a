import Foundation
import Synchronization

/// A process of the gateway's program, the serving one or the worker: killed as a failing machine would do it, or asked to stop, and started again as it was.
final class GatewayProcess: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// How it is started.
    private let arguments: [String]
    private let environment: [String: String]
    private let log: String
    /// The program's file, held open: a build may have put another at its path since.
    private let program: FileHandle
    /// Where it serves; people and programs know it by another name where it is one of several.
    let address: String
    /// nil where it answers nobody.
    private let readiness: String?
    /// nil where it was not started yet.
    private let current: Mutex<Int32?>

    /// The process that run.json names, or the one that a journey before has started in its place: one for all journeys.
    /// Throws where it is no running gateway.
    static func adopted(from system: RunningSystem) throws -> GatewayProcess {
        try known.withLock { known in
            if let known { return known }
            guard isGateway(system.gatewayProcess, "serve") else {
                throw Fault(description: "Process \(system.gatewayProcess) of run.json is no running gateway.")
            }
            let process = try GatewayProcess(
                system.gatewayProcess,
                address: system.gateway,
                readiness: "\(system.management)/health/ready"
            )
            known = process
            return process
        }
    }

    private static let known = Mutex<GatewayProcess?>(nil)

    /// The worker that creates and closes workspaces beside that gateway, or the one that a journey before has started in its
    /// place. run.json does not name it.
    static func worker(of system: RunningSystem) throws -> GatewayProcess {
        try knownWorker.withLock { known in
            if let known { return known }
            let found = ProcessFacts.all.first { process in
                isGateway(process, "provision")
                    && (try? ProcessFacts.environment(of: process))?["GATEWAY_PUBLIC_URL"] == system.gateway
            }
            guard let found else { throw Fault(description: "No worker runs beside \(system.gateway).") }
            let process = try GatewayProcess(found, address: system.gateway, readiness: nil)
            known = process
            return process
        }
    }

    private static let knownWorker = Mutex<GatewayProcess?>(nil)

    private static func isGateway(_ process: Int32, _ subcommand: String) -> Bool {
        guard let arguments = try? ProcessFacts.arguments(of: process), arguments.count == 2 else { return false }
        return arguments[0].hasSuffix("/identity-gateway") && arguments[1] == subcommand
    }

    private init(_ process: Int32, address: String, readiness: String?) throws {
        arguments = try ProcessFacts.arguments(of: process)
        environment = try ProcessFacts.environment(of: process)
        log = try ProcessFacts.outputFile(of: process)
        guard let program = FileHandle(forReadingAtPath: "/proc/\(process)/exe") else {
            throw Fault(description: "The program of process \(process) can't be read.")
        }
        self.program = program
        self.address = address
        self.readiness = readiness
        current = Mutex(process)
    }

    /// Another node of the same service, not started yet.
    ///
    /// - Parameter drainSeconds: how long it goes on after the signal to stop.
    init(besides other: GatewayProcess, port: Int, managementPort: Int, drainSeconds: Int) {
        arguments = other.arguments
        var environment = other.environment
        environment["GATEWAY_LISTEN"] = "127.0.0.1:\(port)"
        environment["GATEWAY_MANAGEMENT_LISTEN"] = "127.0.0.1:\(managementPort)"
        environment["GATEWAY_DRAIN_SECONDS"] = "\(drainSeconds)"
        self.environment = environment
        log = other.log
        program = other.program
        address = "http://127.0.0.1:\(port)"
        readiness = "http://127.0.0.1:\(managementPort)/health/ready"
        current = Mutex(nil)
    }

    /// Ends it without a chance to say goodbye.
    func kill() {
        signal(SIGKILL)
    }

    /// Asks it to stop, and waits until it has.
    func stop() async throws {
        signal(SIGTERM)
        if let stopping = current.withLock({ $0 }) {
            try await ProcessFacts.wait("end of the gateway") { !ProcessFacts.isRunning(stopping) }
        }
    }

    var isReady: Bool {
        get async {
            guard let readiness else { return true }
            return (try? await Asking().send(to: readiness))?.status == 200
        }
    }

    /// Starts it anew with the same environment and waits until it is ready.
    ///
    /// It ends with the test process, at the latest: whoever started the first one knows nothing of this one.
    func startAgain() async throws {
        if let dead = current.withLock({ $0 }) {
            try await ProcessFacts.wait("end of the killed gateway") { !ProcessFacts.isRunning(dead) }
        }
        let process = command(Array(arguments.dropFirst()))
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try output.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        Leftover.remember(process.processIdentifier)
        current.withLock { $0 = process.processIdentifier }
        try await ProcessFacts.wait("readiness of the new gateway; its log: \(log)") {
            guard process.isRunning else { throw Fault(description: "The new gateway died; its log: \(self.log)") }
            return await isReady
        }
    }

    /// The program with other arguments, not started.
    func command(_ arguments: [String]) -> Process {
        let process = Process()
        // Through this process's own descriptor, whatever stands at the path by now.
        process.executableURL = URL(fileURLWithPath: "/proc/\(getpid())/fd/\(program.fileDescriptor)")
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        return process
    }

    private func signal(_ number: Int32) {
        if let process = current.withLock({ $0 }) { _ = Foundation.kill(process, number) }
    }
}
