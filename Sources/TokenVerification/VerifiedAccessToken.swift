public import JOSE

/// An access token that passed every check: only ``AccessTokenVerifier`` makes one.
///
/// Copying it is cheap. Hold it no longer than the request that it came with: that it was good then says nothing of
/// later.
public struct VerifiedAccessToken: Sendable {
    private let contents: Contents

    private final class Contents: Sendable {
        let claims: AccessTokenClaims
        let keyIdentifier: KeyIdentifier
        let notBefore: Int?

        init(claims: AccessTokenClaims, keyIdentifier: KeyIdentifier, notBefore: Int?) {
            self.claims = claims
            self.keyIdentifier = keyIdentifier
            self.notBefore = notBefore
        }
    }

    /// Warning: says that the token is verified. Only the verifier may.
    init(uncheckedClaims claims: AccessTokenClaims, keyIdentifier: KeyIdentifier, notBefore: Int?) {
        contents = Contents(claims: claims, keyIdentifier: keyIdentifier, notBefore: notBefore)
    }

    /// What the token says.
    public var claims: AccessTokenClaims { contents.claims }

    /// The key that signed it.
    public var keyIdentifier: KeyIdentifier { contents.keyIdentifier }

    /// `nbf`, where the token has one.
    var notBefore: Int? { contents.notBefore }

    /// Whether the token carries that permission, such as `assets:read`: the whole name, no prefix and no wildcard.
    public func permits(_ permission: String) -> Bool {
        contents.claims.scope.contains(permission)
    }
}
