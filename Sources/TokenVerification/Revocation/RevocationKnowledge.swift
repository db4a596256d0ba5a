public import JOSE

/// What the verifier asks about revocations. A service that is not the gateway uses ``RevocationFollower``; the gateway
/// itself, which writes them, keeps a ``RevocationBoard``.
public protocol RevocationKnowledge: Sendable {
    /// Whether the token was revoked. Called for every request, so it may neither wait nor be slow.
    ///
    /// - Parameter now: seconds since 1970.
    func verdict(on claims: borrowing AccessTokenClaims, signedBy key: KeyIdentifier, at now: Int) -> RevocationVerdict
}

/// The answer.
public enum RevocationVerdict: Sendable, Equatable {
    /// Not revoked, and the knowledge is recent enough to say so.
    case current
    /// Revoked.
    case revoked
    /// Revoked since its workspace is suspended: another token would be refused as well.
    case suspended
    /// Nothing is known of a revocation, but the knowledge is too old, or there is none yet.
    case unknown
}
