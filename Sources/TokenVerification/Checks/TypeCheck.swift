import JOSE

/// The token is of the one kind that is asked for here, so that no other kind that the same key signed passes for it
/// (RFC 9068 section 4; RFC 8725 section 3.11; attacks 5.4 #27).
struct TypeCheck: Sendable {
    let type: String

    /// RFC 9068 section 2.1.
    static let accessToken = TypeCheck(type: "at+jwt")

    func check(_ header: JWSHeader) throws(TokenRejection) {
        guard header.isOfType(type) else { throw .wrongType }
    }
}
