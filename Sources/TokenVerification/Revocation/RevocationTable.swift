public import JOSE

/// The revocations that still concern a living token. A pure value: entries go in, an answer comes out.
public struct RevocationTable: Sendable, Equatable {
    private struct User: Hashable, Sendable {
        let id: String
        let workspace: String
    }

    private struct Ending: Sendable, Equatable {
        /// Tokens issued in this second or before are refused.
        var issuedBefore: Int
        /// The newest entry, which says whether the workspace is suspended.
        var number: Int64
        var isSuspension: Bool
    }

    /// For how many seconds an entry can concern a token: the longest life, and the clocks' leeway twice, for `iat` may
    /// lie ahead and `exp` behind.
    static let relevantSeconds = LifetimeCheck.maximumSeconds + 2 * 30
    /// For how many seconds a withdrawn key is kept: a day, far longer than anybody relies on an old set of keys.
    static let relevantKeySeconds = 86_400
    /// Most scopes to keep: about 20 MB. More than that in 11 minutes is no revocation but an attack or a fault.
    static let maximumScopes = 100_000

    private let mostScopes: Int
    private var sessions: [String: Int] = [:]
    private var users: [User: Int] = [:]
    private var workspaces: [String: Ending] = [:]
    private var keys: [KeyIdentifier: Int] = [:]

    /// A table without entries.
    public init() {
        self.init(mostScopes: Self.maximumScopes)
    }

    init(mostScopes: Int) {
        self.mostScopes = mostScopes
    }

    /// How many sessions, users, workspaces and keys it holds.
    public var count: Int { sessions.count + users.count + workspaces.count + keys.count }

    /// Takes entries in; of two for the same scope the later moment counts, in whatever order they come, and of two for a
    /// workspace the word of the newer one whether it is suspended.
    ///
    /// Throws ``FeedRejection/tooManyEntries`` and is left as it was, when it would hold more than it may.
    public mutating func apply(_ entries: [RevocationEntry]) throws(FeedRejection) {
        var changed = self
        for entry in entries {
            let moment = entry.issuedBefore
            switch entry.scope {
            case .session(let id): changed.sessions[id] = max(changed.sessions[id] ?? moment, moment)
            case .user(let id, let workspace):
                let user = User(id: id, workspace: workspace)
                changed.users[user] = max(changed.users[user] ?? moment, moment)
            case .workspace(let id): changed.workspaces[id] = Self.ending(entry, after: changed.workspaces[id])
            case .key(let identifier): changed.keys[identifier] = max(changed.keys[identifier] ?? moment, moment)
            }
        }
        guard changed.count <= mostScopes else { throw .tooManyEntries }
        self = changed
    }

    private static func ending(_ entry: RevocationEntry, after known: Ending?) -> Ending {
        let new = Ending(
            issuedBefore: entry.issuedBefore,
            number: entry.number,
            isSuspension: entry.isSuspension
        )
        guard let known else { return new }
        var newest = known.number > new.number ? known : new
        newest.issuedBefore = max(known.issuedBefore, new.issuedBefore)
        return newest
    }

    /// The table as it is when the whole feed is read from its beginning: without what the feed would say again. Withdrawn
    /// keys stay, of which it tells for a while only.
    func beforeTheFeed() -> RevocationTable {
        var table = RevocationTable(mostScopes: mostScopes)
        table.keys = keys
        return table
    }

    /// Drops the entries that concern tokens which have expired by `now`, in seconds since 1970.
    public mutating func dropExpired(at now: Int) {
        let bound = now - Self.relevantSeconds
        sessions = sessions.filter { $0.value >= bound }
        users = users.filter { $0.value >= bound }
        workspaces = workspaces.filter { $0.value.issuedBefore >= bound }
        keys = keys.filter { $0.value >= now - Self.relevantKeySeconds }
    }

    /// Why a token with these claims, signed by that key, is refused, where it was revoked after it was issued:
    /// ``RevocationVerdict/revoked`` or ``RevocationVerdict/suspended``. nil where it was not.
    public func refusal(of claims: borrowing AccessTokenClaims, signedBy key: KeyIdentifier) -> RevocationVerdict? {
        if isRevoked(key) { return .revoked }
        // First, since a suspension also ends all sessions: what is told is what can be done about it.
        if !workspaces.isEmpty, let ending = workspaces[claims.workspaceID], claims.issuedAt <= ending.issuedBefore {
            return ending.isSuspension ? .suspended : .revoked
        }
        if !sessions.isEmpty, let moment = sessions[claims.sessionID], claims.issuedAt <= moment { return .revoked }
        if !users.isEmpty, let moment = users[User(id: claims.subject, workspace: claims.workspaceID)],
            claims.issuedAt <= moment
        {
            return .revoked
        }
        return nil
    }

    /// Whether the key was withdrawn.
    public func isRevoked(_ key: KeyIdentifier) -> Bool {
        !keys.isEmpty && keys[key] != nil
    }
}
