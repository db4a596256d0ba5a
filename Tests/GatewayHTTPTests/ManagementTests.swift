import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import GatewayHTTP

@Suite struct ManagementTests {
    private struct Unwell: Error {}

    private func ask(_ path: String, _ checks: [HealthCheck], started: StartSignal = StartSignal()) async throws
        -> TestResponse
    {
        let responder = ManagementResponder(
            checks: checks,
            started: started,
            metrics: MetricsRegistry(),
            clock: StillClock(),
            random: CountingRandom(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await Application(responder: responder).test(.router) { client in
            try await client.executeRequest(uri: path, method: .get, headers: [:], body: nil)
        }
    }

    @Test func namesEachCheck() async throws {
        let well = HealthCheck("keys") {}
        let unwell = HealthCheck("database") { throw Unwell() }
        let good = try await ask("/health/ready", [well])
        #expect(good.status == .ok)
        #expect(good.text == #"{"status":"ok","checks":{"keys":"ok"}}"#)
        let bad = try await ask("/health/ready", [well, unwell])
        #expect(bad.status == .serviceUnavailable)
        #expect(bad.text == #"{"status":"failed","checks":{"keys":"ok","database":"failed"}}"#)
    }

    @Test func aPartThatIsUnwellIsShownAndTakesNothingDown() async throws {
        let degraded = HealthCheck("workspaces") { throw HealthCheck.Degraded("one of them") }
        let unwell = HealthCheck("database") { throw Unwell() }
        let answer = try await ask("/health/ready", [degraded])
        #expect(answer.status == .ok)
        #expect(answer.text == #"{"status":"degraded","checks":{"workspaces":"degraded"}}"#)
        // Whichever comes first: what fails decides.
        for checks in [[degraded, unwell], [unwell, degraded]] {
            #expect(try await ask("/health/ready", checks).status == .serviceUnavailable)
        }
    }

    @Test func isStartedOnceTheSocketIsOpen() async throws {
        let started = StartSignal()
        #expect(try await ask("/health/started", [], started: started).status == .serviceUnavailable)
        started.raise()
        #expect(try await ask("/health/started", [], started: started).status == .ok)
        #expect(try await ask("/health/live", []).status == .ok)
    }

    @Test func servesNothingElse() async throws {
        #expect(try await ask("/metrics", []).headers[.contentType]?.hasPrefix("text/plain; version=0.0.4") == true)
        #expect(try await ask("/", []).status == .notFound)
        #expect(try await ask("/health/ready/", []).status == .notFound)
        #expect(try await ask("/", []).headers[.xCorrelationID] == "01010101-0101-4101-8101-010101010101")
    }
}
