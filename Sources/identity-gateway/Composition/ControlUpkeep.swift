import Logging
import ServiceLifecycle
import SignIn

/// What has to be done in the control database from time to time: each node looks, and whichever comes first does it.
struct ControlUpkeep: Service {
    private static let interval: Duration = .seconds(600)

    let rotateKeys: RotateSigningKeys
    /// Days for which a key signs.
    let keyDays: Int
    let log: RevocationLog
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    if try await rotateKeys.rotateIfDue(afterDays: keyDays) { logger.info("Rotated the signing keys") }
                    try await log.forgetOld()
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning("Upkeep put off", metadata: ["error": "\(String(reflecting: error))"])
                }
                try await Task.sleep(for: Self.interval)
            }
        }
    }
}
