public import JOSE

/// One entry of the feed: tokens of this session, user, workspace or key, issued before this moment, are refused.
public struct RevocationEntry: Sendable, Equatable {
    /// What is revoked.
    public enum Scope: Sendable, Hashable {
        /// One sign-in, by its `sid`.
        case session(String)
        /// A user of a workspace, in all sessions.
        case user(String, workspace: String)
        /// All users of a workspace.
        case workspace(String)
        /// A signing key. Whoever stole it can write any `iat`, so all its tokens are refused, whenever issued.
        case key(KeyIdentifier)
    }

    /// The entry's place in the feed. Numbers only grow; some may be missing.
    public let number: Int64
    /// What is revoked.
    public let scope: Scope
    /// The second of the moment, since 1970. A token whose `iat` is this second or an earlier one is refused: within the
    /// second nobody can tell which came first, so whoever issues in the same second has to wait for the next.
    public let issuedBefore: Int
    /// When the entry was written, in seconds since 1970.
    public let recordedAt: Int
    /// Whether the workspace was suspended when the feed was read; of its entries the newest counts. Only with
    /// ``Scope/workspace(_:)``.
    public let isSuspension: Bool

    /// The entry as given.
    public init(number: Int64, scope: Scope, issuedBefore: Int, recordedAt: Int, isSuspension: Bool = false) {
        self.number = number
        self.scope = scope
        self.issuedBefore = issuedBefore
        self.recordedAt = recordedAt
        self.isSuspension = isSuspension
    }
}
