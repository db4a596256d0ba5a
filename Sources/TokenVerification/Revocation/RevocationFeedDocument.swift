import Encoding
public import JOSE

/// What the feed answers, to be signed as a token of its own kind: the gateway writes it with ``jsonBytes()`` and signs
/// it, ``RevocationFollower`` reads it with ``init(parsing:)`` once the signature holds.
public struct RevocationFeedDocument: Sendable, Equatable {
    /// `typ` of the signed document.
    public static let type = "session-revocations+jwt"
    /// `aud` of the signed document. Together with ``type`` it keeps the feed and every other kind of token apart.
    public static let audience = "session-revocations"
    /// How far back a feed reaches by default: the life of an access token, 5 minutes; twice the leeway of clocks, since a
    /// service whose clock is late by as much allows as much again; and some seconds for what the gateway's own nodes may be
    /// apart. So whoever begins to follow the feed learns of all that concerns a token which they would take.
    public static let standardWindowSeconds = 370
    /// Most entries of one document. The gateway folds many of one workspace into one long before.
    public static let maximumEntries = 50_000
    /// Longest signed document in bytes: 50,000 entries take about 9 MB, encoded 12 MB.
    public static let maximumBytes = 16 << 20

    /// `iss`: the public URL of the gateway.
    public let issuer: String
    /// `iat`: when the gateway looked and signed, in seconds since 1970. Silence is signed as well.
    public let signedAt: Int
    /// The number that was asked for. It is signed with the rest, so that the answer to another question, which lacks what came
    /// before that one, is not taken for the answer to ours.
    public let after: Int64
    /// The number of the newest entry there is, whether it is in this document or not; 0 before the first.
    public let head: Int64
    /// Entries recorded within so many seconds are in the feed; older ones concern tokens that have expired.
    public let windowSeconds: Int
    /// The entries after ``after``, in ascending order.
    public let entries: [RevocationEntry]

    /// The document as given. The gateway hands in what it read in one transaction.
    public init(
        issuer: String,
        signedAt: Int,
        after: Int64,
        head: Int64,
        entries: [RevocationEntry],
        windowSeconds: Int = standardWindowSeconds
    ) {
        self.issuer = issuer
        self.signedAt = signedAt
        self.after = after
        self.head = head
        self.windowSeconds = windowSeconds
        self.entries = entries
    }

    /// The document as the compact token that the feed's body is (`application/jwt`). Throws ``JOSEError/signingFailed``.
    public func signed(by key: SigningKey) throws(JOSEError) -> String {
        try key.sign(type: Self.type, payload: jsonBytes())
    }

    /// The payload: compact JSON in UTF-8.
    public func jsonBytes() -> [UInt8] {
        let document: JSONValue = [
            "iss": .string(issuer),
            "aud": .string(Self.audience),
            "iat": .number(JSONNumber(signedAt)),
            "after": .number(JSONNumber(after)),
            "head": .number(JSONNumber(head)),
            "window": .number(JSONNumber(windowSeconds)),
            "entries": .array(entries.map { .object($0.json) }),
        ]
        return document.serialized()
    }
}

extension RevocationEntry {
    fileprivate var json: JSONObject {
        var object: JSONObject = ["number": .number(JSONNumber(number))]
        switch scope {
        case .session(let id): object["session"] = .string(id)
        case .user(let id, let workspace):
            object["user"] = .string(id)
            object["workspace"] = .string(workspace)
        case .workspace(let id): object["workspace"] = .string(id)
        case .key(let identifier): object["key"] = .string(identifier.text)
        }
        object["issued_before"] = .number(JSONNumber(issuedBefore))
        object["recorded_at"] = .number(JSONNumber(recordedAt))
        if isSuspension { object["suspended"] = true }
        return object
    }
}
