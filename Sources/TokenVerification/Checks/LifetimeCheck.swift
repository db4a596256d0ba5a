/// An access token lives for minutes: revocations are remembered for no longer (attacks 5.4 #39).
struct LifetimeCheck: Sendable {
    /// Longest time from `iat` to `exp` in seconds. The gateway issues 300; 600 leaves room to configure.
    static let maximumSeconds = 600

    func check(_ claims: borrowing AccessTokenClaims) throws(TokenRejection) {
        guard claims.expiresAt > claims.issuedAt, claims.expiresAt - claims.issuedAt <= Self.maximumSeconds else {
            throw .lifetimeTooLong
        }
    }
}
