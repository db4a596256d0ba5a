import FoundationEssentials
import TokenVerification
package import Workspaces

/// The feed that APIs follow: what was revoked, signed, so that silence is signed as well.
package struct RevocationFeed: Sendable {
    /// The longest wait that a follower may ask for, in seconds.
    package static let maximumWaitSeconds = 30

    private let issuer: String
    private let log: RevocationLog
    private let keys: SigningKeyRing
    private let clock: any WallClock

    package init(issuer: String, log: RevocationLog, keys: SigningKeyRing, clock: any WallClock) {
        self.issuer = issuer
        self.log = log
        self.keys = keys
        self.clock = clock
    }

    /// The signed document (`application/jwt`) of what comes after `number`.
    ///
    /// - Parameter waitSeconds: how long to wait for news where there is none; 0 answers at once. What was true before the
    ///   wait is read anew after it, so that `iat` is never older than the answer's contents. A wait that is cancelled, when
    ///   the service stops, is answered with what was true before it, at the time of then.
    package func callAsFunction(after number: Int64, waitSeconds: Int) async throws -> String {
        var news = try await log.news(after: number)
        let wait = min(max(0, waitSeconds), Self.maximumWaitSeconds)
        if news.entries.isEmpty, news.head <= number, wait > 0 {
            await log.waitForNews(after: number, until: clock.now.addingTimeInterval(Double(wait)))
            do {
                news = try await log.news(after: number)
            } catch is CancellationError {
                // The service stops; what was true before the wait, and when, still is.
            }
        }
        let document = RevocationFeedDocument(
            issuer: issuer,
            signedAt: news.asOf,
            after: number,
            head: news.head,
            entries: news.entries
        )
        return try document.signed(by: try keys.active())
    }
}
