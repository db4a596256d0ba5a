public import JOSE
import Synchronization

/// Follows the gateway's feed of revocations, so that tokens which are verified offline still end when their session does.
///
/// It asks for what is new and lets the gateway hold the answer until there is news, so a revocation is known here within
/// a moment. Each answer is signed with the time, so silence can't be forged either. Past the bound without an answer the
/// follower answers ``RevocationVerdict/unknown`` and every token is refused until it hears again.
public final class RevocationFollower: RevocationKnowledge {
    /// What happened last, for logs and metrics.
    public enum Event: Sendable, Equatable {
        /// An answer was taken: so many entries, and the number of the newest.
        case heard(entries: Int, head: Int64)
        /// An answer was refused, or did not come.
        case failed(FeedRejection)
    }

    private let gateway: GatewayAddress
    private let credentials: ClientCredentials
    private let keys: KeySetCache
    private let fetcher: any TokenVerificationFetcher
    private let host: VerifierHost
    private let report: @Sendable (Event) -> Void
    private let board: RevocationBoard
    private let state: Mutex<FollowerState>

    /// Shortest time between two questions in seconds, whatever the gateway does.
    private static let shortestPause = 0.05

    /// A follower that knows nothing before ``run()`` is called.
    ///
    /// - Parameters:
    ///   - gateway: whose feed.
    ///   - credentials: the client that may read it.
    ///   - keys: the gateway's public keys, which sign the feed as well.
    ///   - fetcher: how the feed is asked.
    ///   - host: time, waiting, chance.
    ///   - boundSeconds: the age past which knowledge counts as none. A gateway that is away for longer takes this
    ///     service with it; a shorter bound is a smaller risk.
    ///   - report: told of every answer and every failure.
    public convenience init(
        of gateway: GatewayAddress,
        credentials: ClientCredentials,
        keys: KeySetCache,
        fetcher: any TokenVerificationFetcher,
        host: VerifierHost,
        boundSeconds: Int = 60,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.init(
            of: gateway,
            credentials: credentials,
            keys: keys,
            fetcher: fetcher,
            host: host,
            board: RevocationBoard(boundSeconds: boundSeconds),
            report: report
        )
    }

    init(
        of gateway: GatewayAddress,
        credentials: ClientCredentials,
        keys: KeySetCache,
        fetcher: any TokenVerificationFetcher,
        host: VerifierHost,
        board: RevocationBoard,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.gateway = gateway
        self.credentials = credentials
        self.keys = keys
        self.fetcher = fetcher
        self.host = host
        self.report = report
        self.board = board
        state = Mutex(FollowerState(issuer: gateway.issuer, boundSeconds: board.boundSeconds))
    }

    /// Whether the token was revoked; see ``RevocationKnowledge``.
    public func verdict(
        on claims: borrowing AccessTokenClaims,
        signedBy key: KeyIdentifier,
        at now: Int
    ) -> RevocationVerdict {
        board.verdict(on: claims, signedBy: key, at: now)
    }

    /// The age of the knowledge in seconds; nil before the first answer. For health checks and metrics.
    public var ageSeconds: Int? { board.ageSeconds(at: host.now()) }

    /// Whether tokens can be judged now.
    public var isCurrent: Bool { board.isCurrent(at: host.now()) }

    /// Asks, and asks again, until the task is cancelled.
    public func run() async throws {
        while !Task.isCancelled {
            try await host.pause(await poll())
        }
    }

    /// Asks once. Returns the seconds to wait before the next question.
    func poll() async -> Double {
        let sentAt = host.now()
        let question = state.withLock { $0.question(at: sentAt) }
        do throws(FeedRejection) {
            if question.startsAnew {
                guard await keys.refresh() else { throw .unreachable }
            }
            let document = try await ask(question)
            let receivedAt = host.now()
            try take(document, to: question, sentAt: sentAt, receivedAt: receivedAt)
            report(.heard(entries: document.entries.count, head: document.head))
            // A gateway that does not wait though asked to would have us ask in a loop.
            let answeredEarly = document.entries.isEmpty && receivedAt - sentAt < question.waitSeconds / 2
            return answeredEarly ? 1 : Self.shortestPause
        } catch {
            report(.failed(error))
            return state.withLock { state in
                state.failed()
                return max(Self.shortestPause, state.secondsUntilRetry(chance: host.chance()))
            }
        }
    }

    private func ask(_ question: FollowerState.Question) async throws(FeedRejection) -> RevocationFeedDocument {
        var headers = [credentials.authorization, FetchHeader(name: "Accept", value: "application/jwt")]
        if question.waitSeconds > 0 {
            // RFC 7240 section 4.3.
            headers.append(FetchHeader(name: "Prefer", value: "wait=\(question.waitSeconds)"))
        }
        let request = FetchRequest(
            url: "\(gateway.revocationsURL)?after=\(question.after)",
            headers: headers,
            timeoutSeconds: question.waitSeconds + min(10, max(2, board.boundSeconds / 4)),
            maximumBytes: RevocationFeedDocument.maximumBytes
        )
        guard let response = try? await fetcher.fetch(request) else { throw .unreachable }
        guard response.status == 200 else { throw .status(response.status) }
        return try await FeedAuthenticity(keys: keys, board: board, now: host.now).document(in: response.body)
    }

    private func take(
        _ document: RevocationFeedDocument,
        to question: FollowerState.Question,
        sentAt: Int,
        receivedAt: Int
    ) throws(FeedRejection) {
        // On a copy: an answer that does not fit on the board was not taken.
        var next = state.withLock { $0 }
        do throws(FeedRejection) {
            let asOf = try next.take(document, to: question, sentAt: sentAt, receivedAt: receivedAt)
            if question.replaces {
                try board.replace(with: document.entries, completeAsOf: asOf)
            } else {
                try board.publish(document.entries, completeAsOf: asOf)
            }
        } catch .headWentBack {
            state.withLock { $0 = next }
            throw .headWentBack
        } catch .tooManyEntries {
            state.withLock { $0.ranFull() }
            throw .tooManyEntries
        }
        state.withLock { $0 = next }
    }
}
