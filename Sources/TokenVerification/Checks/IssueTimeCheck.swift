/// `iat` does not lie in the future, and neither does `nbf` where there is one (RFC 7519 section 4.1.5).
///
/// RFC 7519 does not ask to check `iat`; we do, since revocation compares it, and since a clock that was set back would
/// otherwise show nowhere (attacks 5.4 #41).
struct IssueTimeCheck: Sendable {
    /// By how many seconds clocks may differ.
    let leewaySeconds: Int

    func check(_ claims: borrowing AccessTokenClaims, notBefore: Int?, at now: Int) throws(TokenRejection) {
        guard claims.issuedAt <= now + leewaySeconds else { throw .issuedInFuture }
        if let notBefore, notBefore > now + leewaySeconds { throw .notYetValid }
    }
}
