/// Where ``RevocationFollower`` stands: what to ask for next, whether an answer may be believed, how long to wait. A pure
/// value; the follower does what it says.
///
/// It starts *anew*, asking for everything. An answer that is taken makes it *following*: it asks for what came after,
/// and lets the gateway wait for news. A failure makes it ask without waiting. When its knowledge has grown older than
/// the feed reaches back, entries may have come and gone unseen, so it starts anew. It does so too when there is no room for
/// more: then the answer takes the place of what is known.
struct FollowerState: Sendable {
    /// What to ask for.
    struct Question: Sendable, Equatable {
        /// Entries after this number.
        var after: Int64
        /// For how many seconds the gateway may wait for news before it answers; 0 for an answer at once.
        var waitSeconds: Int
        /// Whether everything is asked for. Then the keys have to be fetched anew before the answer counts: a key that
        /// was withdrawn in a gap may have left the feed already, but it has left the set too.
        var startsAnew: Bool
        /// Whether the answer takes the place of what is known.
        var replaces = false
    }

    /// Longest wait that is asked for, in seconds: proxies cut silent connections after a minute.
    private static let longestWait = 30
    /// By how many seconds the clocks of gateway and service may differ.
    private static let leewaySeconds = RevocationBoard.leewaySeconds

    private let issuer: String
    private let boundSeconds: Int
    private var after: Int64 = 0
    private var lastSignedAt: Int?
    private var windowSeconds = RevocationFeedDocument.standardWindowSeconds
    private var failures = 0
    private var isFull = false

    init(issuer: String, boundSeconds: Int) {
        self.issuer = issuer
        self.boundSeconds = boundSeconds
    }

    /// The next question.
    mutating func question(at now: Int) -> Question {
        if let last = lastSignedAt, now - last > min(boundSeconds, windowSeconds) || now < last - Self.leewaySeconds {
            startAnew()
        }
        guard lastSignedAt != nil else {
            return Question(after: 0, waitSeconds: 0, startsAnew: true, replaces: isFull)
        }
        // Half the bound at most: the next answer comes before the knowledge of this one is too old.
        let wait = failures > 0 ? 0 : min(Self.longestWait, boundSeconds / 2)
        return Question(after: after, waitSeconds: wait, startsAnew: false)
    }

    /// Judges an answer and takes it. Returns the moment that the knowledge is now complete up to.
    ///
    /// - Parameters:
    ///   - sentAt: when the question was sent, in seconds since 1970.
    ///   - receivedAt: when the answer was there.
    mutating func take(
        _ document: RevocationFeedDocument,
        to question: Question,
        sentAt: Int,
        receivedAt: Int
    ) throws(FeedRejection) -> Int {
        guard Array(document.issuer.utf8) == Array(issuer.utf8) else { throw .wrongIssuer }
        guard document.after == question.after else { throw .otherQuestion }
        // Signed after we asked, by whichever clock, and not before what we know: nobody can play an old silence to us.
        guard document.signedAt >= sentAt - Self.leewaySeconds, document.signedAt >= lastSignedAt ?? 0 else {
            throw .outdated
        }
        guard document.signedAt <= receivedAt + Self.leewaySeconds else { throw .signedInFuture }
        guard document.head >= question.after else {
            startAnew()
            throw .headWentBack
        }
        after = document.head
        lastSignedAt = document.signedAt
        windowSeconds = document.windowSeconds
        failures = 0
        isFull = false
        return min(document.signedAt, receivedAt)
    }

    mutating func failed() {
        failures += 1
    }

    /// There was no room for an answer's entries.
    mutating func ranFull() {
        isFull = true
        startAnew()
    }

    /// Seconds until the next question after a failure: doubling from a quarter of a second up to a quarter of the bound,
    /// the upper half of it by chance, so that services which lost the gateway together don't come back together.
    ///
    /// - Parameter chance: from 0 up to but not 1.
    func secondsUntilRetry(chance: Double) -> Double {
        let doubled = 0.25 * Double(1 << min(max(failures - 1, 0), 10))
        return min(doubled, Double(boundSeconds) / 4) * (0.5 + chance / 2)
    }

    private mutating func startAnew() {
        after = 0
        lastSignedAt = nil
    }
}
