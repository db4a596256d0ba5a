/// "The current date/time MUST be before the expiration date/time" (RFC 7519 section 4.1.4): `exp` itself is too late.
struct ExpiryCheck: Sendable {
    /// By how many seconds clocks may differ.
    let leewaySeconds: Int

    func check(_ claims: borrowing AccessTokenClaims, at now: Int) throws(TokenRejection) {
        guard now < claims.expiresAt + leewaySeconds else { throw .expired }
    }
}
