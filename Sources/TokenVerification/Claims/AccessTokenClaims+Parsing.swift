import Encoding

extension AccessTokenClaims {
    /// Largest payload in bytes: a token has 8 KiB at most, encoded.
    private static let limits = JSONLimits(bytes: 8 << 10, depth: 8, values: 512)

    /// Reads the payload of an access token: one strict JSON object with every claim, each of its own type. Members that
    /// are not ours are skipped.
    ///
    /// Throws ``TokenRejection/malformedClaims`` or ``TokenRejection/malformedClaim(_:)``.
    public init(parsing payload: [UInt8]) throws(TokenRejection) {
        self = try Self.parse(payload).claims
    }

    /// The claims, and `nbf`, which we never issue but honour where it stands.
    static func parse(_ payload: [UInt8]) throws(TokenRejection) -> (claims: AccessTokenClaims, notBefore: Int?) {
        let value: JSONValue
        do { value = try StrictJSON.parse(payload, limits: limits) } catch { throw .malformedClaims }
        guard let object = value.object else { throw .malformedClaims }
        var reader = ClaimReader(object)
        let claims = AccessTokenClaims(
            issuer: try reader.identifier(.issuer),
            subject: try reader.identifier(.subject),
            audience: try reader.audience(),
            clientID: try reader.identifier(.clientID),
            issuedAt: try reader.seconds(.issuedAt),
            expiresAt: try reader.seconds(.expiresAt),
            tokenID: try reader.identifier(.tokenID),
            sessionID: try reader.identifier(.sessionID),
            workspaceID: try reader.identifier(.workspaceID),
            workspaceSlug: try reader.identifier(.workspaceSlug),
            roles: try reader.identifiers(.roles),
            scope: try reader.spaceSeparated(.scope),
            authenticationMethods: try reader.identifiers(.authenticationMethods),
            authenticatedAt: try reader.seconds(.authenticatedAt),
            email: try reader.text(.email),
            name: try reader.text(.name)
        )
        return (claims, reader.has(.notBefore) ? try reader.seconds(.notBefore) : nil)
    }
}
