import FoundationEssentials
import Logging
import ServiceLifecycle
import Workspaces

/// Looks from time to time whether the certificate's files have changed.
struct TLSReloading: Service {
    /// Seconds between two looks; a certificate is renewed days before it ends.
    static let interval: TimeInterval = 30

    let files: TLSFiles
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await clock.sleep(until: clock.now.addingTimeInterval(Self.interval))
                do {
                    if try files.reload() { logger.info("New TLS certificate in use") }
                } catch {
                    logger.error("The TLS certificate can't be read", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
