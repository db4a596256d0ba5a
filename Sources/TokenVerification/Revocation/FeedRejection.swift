public import JOSE

/// Why an answer of the feed is not taken. One case is one check. The knowledge grows older meanwhile, and past its bound
/// tokens are refused.
public enum FeedRejection: Error, Equatable, Hashable, Sendable {
    /// The gateway could not be reached in time, or the answer was too long.
    case unreachable
    /// Another status than 200. 401 says that the client's secret is wrong.
    case status(Int)
    /// The compact form, the header or the signature is wrong.
    case untrusted(JOSEError)
    /// `typ` is not `session-revocations+jwt`: another kind of token.
    case wrongType
    /// No key of the document's `kid` is known.
    case unknownKey
    /// The document is signed by a key that was itself revoked.
    case revokedKey
    /// The payload is not the document that ``RevocationFeedDocument`` describes.
    case malformed
    /// `iss` is another gateway.
    case wrongIssuer
    /// `aud` is not the feed's.
    case wrongAudience
    /// The answer to another question: entries between that one and ours would be missed.
    case otherQuestion
    /// Signed before we asked, or before what we know already: an old answer that somebody repeats.
    case outdated
    /// Signed in the future.
    case signedInFuture
    /// Entries are not in ascending order, or lie outside of the number asked for and the head.
    case disorderedEntries
    /// The head lies behind what was seen: the gateway's database was restored. All is asked for again.
    case headWentBack
    /// More entries than we keep.
    case tooManyEntries
}
