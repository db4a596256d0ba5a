import Encoding

/// `aud` names this service (RFC 9068 section 4; attacks 5.4 #34, #42). A token of another service has no business here.
struct AudienceCheck: Sendable {
    let audience: String

    func check(_ claims: borrowing AccessTokenClaims) throws(TokenRejection) {
        guard claims.audience.contains(where: { $0.hasSameBytes(as: audience) }) else { throw .wrongAudience }
    }
}
