public import JOSE

/// The revocations that are known, and as of when. Knowledge older than its bound is no knowledge: the board then answers
/// ``RevocationVerdict/unknown``.
public final class RevocationBoard: RevocationKnowledge {
    private struct State: Sendable {
        var table: RevocationTable
        /// The moment that the table is complete up to, in seconds since 1970; nil before the first news.
        var completeAsOf: Int?
    }

    /// The age in seconds past which knowledge counts as none.
    public let boundSeconds: Int
    private let state: StripedValue<State>

    /// By how many seconds the clock may go back before the knowledge is of unknown age.
    static let leewaySeconds = 30

    /// An empty board, which knows nothing yet.
    public convenience init(boundSeconds: Int) {
        self.init(boundSeconds: boundSeconds, mostScopes: RevocationTable.maximumScopes)
    }

    init(boundSeconds: Int, mostScopes: Int) {
        self.boundSeconds = max(1, boundSeconds)
        state = StripedValue(State(table: RevocationTable(mostScopes: mostScopes)))
    }

    /// Whether the token was revoked; see ``RevocationKnowledge``. A known revocation counts whatever its age.
    public func verdict(
        on claims: borrowing AccessTokenClaims,
        signedBy key: KeyIdentifier,
        at now: Int
    ) -> RevocationVerdict {
        // Copied out of the lock: a borrowed parameter can't be captured, and a copy of the state is two retains.
        let state = state.read(stripe: claims.sessionID.hashValue) { $0 }
        if let refusal = state.table.refusal(of: claims, signedBy: key) { return refusal }
        return Self.isCurrent(state, within: boundSeconds, at: now) ? .current : .unknown
    }

    /// Whether the key was withdrawn.
    public func isRevoked(_ key: KeyIdentifier) -> Bool {
        state.read(stripe: 0) { $0.table.isRevoked(key) }
    }

    /// The age of the knowledge in seconds at `now`; nil before the first news. For health checks and metrics.
    public func ageSeconds(at now: Int) -> Int? {
        state.read(stripe: 0) { $0.completeAsOf }.map { now - $0 }
    }

    /// Whether the knowledge is recent enough to rely on.
    public func isCurrent(at now: Int) -> Bool {
        Self.isCurrent(state.read(stripe: 0) { $0 }, within: boundSeconds, at: now)
    }

    /// Takes entries in and says that all up to a moment are known.
    ///
    /// Throws ``FeedRejection/tooManyEntries``, leaving the board as it was. Then the whole feed is to be read from its
    /// beginning and handed to ``replace(with:completeAsOf:)``: what the gateway has folded together meanwhile takes less room.
    ///
    /// - Parameters:
    ///   - entries: what is new, or more: entries that are known already do no harm.
    ///   - asOf: the moment in seconds since 1970. The latest call counts, so that a clock which was set back heals.
    public func publish(_ entries: [RevocationEntry], completeAsOf asOf: Int) throws(FeedRejection) {
        try take(entries, completeAsOf: asOf) { $0 }
    }

    /// Takes all entries of the feed, read from its beginning, in the place of what is known.
    ///
    /// Throws ``FeedRejection/tooManyEntries``, leaving the board as it was.
    ///
    /// - Parameter asOf: as for ``publish(_:completeAsOf:)``.
    public func replace(with entries: [RevocationEntry], completeAsOf asOf: Int) throws(FeedRejection) {
        try take(entries, completeAsOf: asOf) { $0.beforeTheFeed() }
    }

    private func take(
        _ entries: [RevocationEntry],
        completeAsOf asOf: Int,
        onTo base: (RevocationTable) -> RevocationTable
    ) throws(FeedRejection) {
        var failure: FeedRejection?
        state.update { state in
            var table = base(state.table)
            if !entries.isEmpty {
                // What has expired makes room first: a board that was full once must not stay so.
                table.dropExpired(at: asOf)
                do throws(FeedRejection) {
                    try table.apply(entries)
                } catch {
                    failure = error
                    return
                }
            }
            state = State(table: table, completeAsOf: asOf)
        }
        if let failure { throw failure }
    }

    private static func isCurrent(_ state: State, within bound: Int, at now: Int) -> Bool {
        guard let completeAsOf = state.completeAsOf else { return false }
        let age = now - completeAsOf
        // The gateway's clock, or ours of before, may be ahead by the leeway; beyond, the age is not known.
        return age >= -leewaySeconds && age <= bound
    }
}
