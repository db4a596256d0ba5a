import JOSE

/// Nothing of the token was revoked after it was issued, and that is known, not assumed (attacks 5.4 #39).
struct RevocationCheck: Sendable {
    let knowledge: any RevocationKnowledge

    func check(
        _ claims: borrowing AccessTokenClaims,
        signedBy key: KeyIdentifier,
        at now: Int
    ) throws(TokenRejection) {
        switch knowledge.verdict(on: claims, signedBy: key, at: now) {
        case .current: return
        case .revoked: throw .revoked
        case .suspended: throw .workspaceSuspended
        case .unknown: throw .revocationUnknown
        }
    }
}
