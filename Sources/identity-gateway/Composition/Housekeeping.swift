import FoundationEssentials
import Logging
import ServiceLifecycle
import SignIn
import TokenVerification
import Workspaces

/// What every node looks after once a minute: signing keys by their schedule, and revocations that have outlived every token
/// that they speak of. All of it may be done by several nodes at once and is done once.
struct Housekeeping: Service {
    private static let interval: Duration = .seconds(60)

    let rotateKeys: RotateSigningKeys
    let log: RevocationLog
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await tend("signing keys") {
                    if try await rotateKeys.tend() { logger.info("Rotated the signing keys") }
                }
                await tend("revocations") { try await log.prune() }
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    private func tend(_ subject: String, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            logger.warning("Not tended", metadata: ["subject": "\(subject)", "error": "\(error)"])
        }
    }
}
