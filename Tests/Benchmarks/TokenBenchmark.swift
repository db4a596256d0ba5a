import Foundation
import JOSE
import TestSupport
import TokenVerification

/// What it costs to verify an access token: with all checks and revocation on one core, beside what OpenSSL needs for the
/// bare signature on the same core, and when the token is remembered.
enum TokenBenchmark {
    /// Revocations that the table holds meanwhile, as after a busy ten minutes.
    private static let revocations: Int64 = 1_000
    private static let distinctTokens = 4_096
    private static let rounds = 3

    static func run() async throws -> [Measurement] {
        let scene = try VerifierScene(cacheCapacity: distinctTokens * 4)
        try scene.revocations.publish(entries, completeAsOf: scene.time.now)
        let forgetful = try VerifierScene(cacheCapacity: 0)
        try forgetful.revocations.publish(entries, completeAsOf: scene.time.now)
        let fresh = try (0..<distinctTokens).map { number in
            try forgetful.forge.token { $0.tokenID = "fresh-\(number)" }
        }
        let known = try (0..<distinctTokens).map { number in
            try scene.forge.token { $0.tokenID = "known-\(number)" }
        }
        for token in known { _ = try await scene.verifier.verify(token) }

        // In turn, so that a neighbour's load strikes all three alike.
        var (best, bestRemembered, floor) = (0.0, 0.0, 0.0)
        for _ in 0..<rounds {
            floor = max(floor, try opensslVerifications())
            best = max(best, try await rate(of: forgetful.verifier, over: fresh, times: 2))
            bestRemembered = max(bestRemembered, try await rate(of: scene.verifier, over: known, times: 60))
        }
        return [
            Measurement(
                name: "token-verification",
                ours: best,
                unit: "1/s",
                against: "openssl speed ecdsap256",
                theirs: floor,
                goal: 0.9
            ),
            Measurement(
                name: "token-remembered",
                ours: bestRemembered,
                unit: "1/s",
                against: "openssl speed ecdsap256",
                theirs: floor,
                goal: 20
            ),
        ]
    }

    private static var entries: [RevocationEntry] {
        (1...revocations).map { number in
            RevocationEntry(
                number: number,
                scope: number % 2 == 0 ? .session("session-\(number)") : .user("user-\(number)", workspace: "w"),
                issuedBefore: TokenForge.now,
                recordedAt: TokenForge.now
            )
        }
    }

    private static func rate(
        of verifier: AccessTokenVerifier,
        over tokens: [String],
        times: Int
    ) async throws -> Double {
        let start = ProcessorTime.seconds
        for _ in 0..<times {
            for token in tokens { _ = try await verifier.verify(token) }
        }
        return Double(times * tokens.count) / (ProcessorTime.seconds - start)
    }

    /// Verifications a second by `openssl speed`, in one process for two seconds.
    private static func opensslVerifications() throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "speed", "-mr", "-seconds", "2", "ecdsap256"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // "+F4:<number>:<bits>:<signatures a second>:<verifications a second>", the machine-readable line of ECDSA.
        for line in text.split(separator: "\n") where line.hasPrefix("+F4:") {
            let fields = line.split(separator: ":")
            if let seconds = fields.last.flatMap({ Double($0) }), seconds > 0 { return seconds }
        }
        throw OpenSSLFailure()
    }

    private struct OpenSSLFailure: Error, CustomStringConvertible {
        var description: String { "openssl speed did not answer as expected" }
    }
}
