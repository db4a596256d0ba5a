import Encoding

/// `iss` is the trusted gateway, byte by byte: no case folding, no normalised URL (RFC 9068 section 4; attacks 5.4 #34).
struct IssuerCheck: Sendable {
    let issuer: String

    func check(_ claims: borrowing AccessTokenClaims) throws(TokenRejection) {
        guard claims.issuer.hasSameBytes(as: issuer) else { throw .wrongIssuer }
    }
}
