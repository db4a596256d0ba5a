import Foundation
import SAML
import SAMLForge
import TestSupport
import XMLSecurity

/// Full validation of a 6 kB response with a signed assertion (RSA-2048, SHA-256) on one core, beside a C program that only
/// verifies that signature by xmlsec1 with the key ready, and beside python3-saml where it is installed; and whether memory
/// stays flat. All by processor time. Which part of a validation takes how much of it stands in decision 50.
enum SAMLBenchmark {
    private static let rounds = 3
    private static let seconds = 2.0
    private static let responseBytes = 6_000
    private static let validations = 100_000

    /// The C program could not be built or did not verify.
    struct FloorFailed: Error {}

    static func run() throws -> [Measurement] {
        let response = try response()
        let validator = try ResponseValidator(ForgeScene.circumstances())
        let floor = try Floor(response: response)
        defer { floor.remove() }
        _ = try validator.validate(response)

        // In turn, so that a neighbour's load strikes both alike; the best round of each counts.
        var (ours, theirs) = (0.0, 0.0)
        for _ in 0..<rounds {
            theirs = max(theirs, try floor.rate(seconds: seconds))
            ours = max(ours, try rate(of: validator, response))
        }
        let peer = try floor.peerRate(seconds: seconds)
        let growth = try memoryGrowth(of: validator, response)
        return [
            Measurement(
                name: "saml-validation",
                ours: ours,
                unit: "1/s",
                against: "xmlsec1 signature alone, in C",
                theirs: theirs,
                goal: 0.7
            ),
            Measurement(
                name: "saml-peer",
                ours: ours,
                unit: "1/s",
                against: peer == nil ? "python3-saml (not installed)" : "python3-saml",
                theirs: peer,
                goal: peer.map { _ in 5 }
            ),
            Measurement(
                name: "saml-memory-growth",
                ours: growth,
                unit: "MB in \(validations) validations",
                against: nil,
                theirs: nil,
                goal: nil
            ),
        ]
    }

    /// A response of the usual size: groups until it has it.
    private static func response() throws -> ReceivedResponse {
        var forge = try ResponseForge()
        let bare = try forge.text().utf8.count
        var groups = ""
        var number = 0
        while bare + groups.utf8.count < responseBytes {
            groups += "<saml:AttributeValue>Department of Engineering, team \(number)</saml:AttributeValue>"
            number += 1
        }
        let end = "</saml:AttributeStatement>"
        try forge.inAssertion(end, becomes: "<saml:Attribute Name=\"memberOf\">\(groups)</saml:Attribute>\(end)")
        return try forge.response()
    }

    private static func rate(of validator: ResponseValidator, _ response: ReceivedResponse) throws -> Double {
        var count = 0
        let start = ProcessorTime.seconds
        while ProcessorTime.seconds - start < seconds {
            for _ in 0..<50 { _ = try validator.validate(response) }
            count += 50
        }
        return Double(count) / (ProcessorTime.seconds - start)
    }

    /// Megabytes of resident memory that the validations after the first tenth added.
    private static func memoryGrowth(of validator: ResponseValidator, _ response: ReceivedResponse) throws -> Double {
        for _ in 0..<(validations / 10) { _ = try validator.validate(response) }
        let before = try residentKilobytes()
        for _ in 0..<(validations - validations / 10) { _ = try validator.validate(response) }
        return Double(try residentKilobytes() - before) / 1_024
    }

    private static func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    /// The C program, built for this run.
    private struct Floor {
        private let folder: URL

        init(response: ReceivedResponse) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("saml-floor-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(response.bytes).write(to: folder.appendingPathComponent("response.xml"))
            let certificate = try ForgeKeyRing.shared.get().provider.certificate
            try Data(certificate).write(to: folder.appendingPathComponent("certificate.der"))
            let source = Vectors.packageRoot.appendingPathComponent("Tests/Benchmarks/floors/xmlsec_floor.c").path
            _ = try Self.shell(
                """
                cc -O2 '\(source)' -o floor $(pkg-config --cflags --libs xmlsec1-openssl) &&
                openssl x509 -inform DER -in certificate.der -noout -pubkey | openssl pkey -pubin -outform DER -out key.der
                """,
                in: folder
            )
        }

        func rate(seconds: Double) throws -> Double {
            let output = try Self.shell("./floor response.xml key.der \(seconds)", in: folder)
            guard let rate = Double(output.filter { !$0.isWhitespace }) else { throw FloorFailed() }
            return rate
        }

        /// What python3-saml does with the same; nil where no interpreter has it. `deploy/dev/bench` names one that has.
        func peerRate(seconds: Double) throws -> Double? {
            guard let python = ProcessInfo.processInfo.environment["PYTHON3_SAML"] else { return nil }
            let script = Vectors.packageRoot.appendingPathComponent("Tests/Benchmarks/floors/python3_saml_peer.py").path
            let moment = ForgeScene.now.ticks / SAMLInstant.ticksPerSecond
            let output = try Self.shell(
                "'\(python)' -B '\(script)' response.xml certificate.der \(moment) \(seconds)",
                in: folder
            )
            guard let rate = Double(output.filter { !$0.isWhitespace }) else { throw FloorFailed() }
            return rate
        }

        func remove() {
            try? FileManager.default.removeItem(at: folder)
        }

        private static func shell(_ command: String, in folder: URL) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command]
            process.currentDirectoryURL = folder
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw FloorFailed() }
            return String(decoding: data, as: UTF8.self)
        }
    }
}
