package import Encoding
package import JOSE
package import TokenVerification

/// Makes access tokens as the gateway does, and such as it never would: start from a valid one, break one thing.
package struct TokenForge: Sendable {
    /// The moment at which tests take place, in seconds since 1970.
    package static let now = 1_800_000_000
    package static let issuer = "https://id.example.com"
    package static let audience = "asset-api"

    package let key: SigningKey

    package init(_ algorithm: SigningAlgorithm = .es256) {
        key = SigningKey.generate(algorithm)
    }

    /// The set that has this forge's key alone.
    package var keySet: JSONWebKeySet {
        get throws { try JSONWebKeySet([JSONWebKey(key.publicKey)]) }
    }

    /// Claims that a verifier accepts at ``now``, issued ten seconds before.
    package static func claims(_ change: (inout AccessTokenClaims) -> Void = { _ in }) -> AccessTokenClaims {
        var claims = AccessTokenClaims(
            issuer: issuer,
            subject: "6a1c2f6e-0d5d-4a57-9c0e-3d5f4c1b2a10",
            audience: [audience, issuer],
            clientID: "ontrackio",
            issuedAt: now - 10,
            expiresAt: now + 290,
            tokenID: "b7f0a4de-2f1c-4f0b-8b53-1d5e6c7a8f90",
            sessionID: "0f9d6b52-7c1e-4f43-9a55-6f2b8d3c4e51",
            workspaceID: "3e8b1a77-54a2-4c38-8f0a-9b6c2d1e0f34",
            workspaceSlug: "acme",
            roles: ["manager"],
            scope: ["assets:read", "assets:write", "licences:read", "licences:write", "users:read"],
            authenticationMethods: ["pwd"],
            authenticatedAt: now - 3_600,
            email: "marta@acme.example",
            name: "Marta Müller"
        )
        change(&claims)
        return claims
    }

    /// A token of these claims, signed with the forge's key.
    package func token(_ change: (inout AccessTokenClaims) -> Void = { _ in }) throws -> String {
        try key.sign(type: "at+jwt", payload: Self.claims(change).jsonBytes())
    }

    /// A token whose claims are changed as JSON: other types, missing members, more of them.
    package func token(json change: (inout JSONObject) -> Void) throws -> String {
        var object = try StrictJSON.parse(Self.claims().jsonBytes()).object ?? JSONObject()
        change(&object)
        return try token(payload: JSONValue.object(object).serialized())
    }

    /// A token of any payload.
    package func token(payload: [UInt8]) throws -> String {
        try key.sign(type: "at+jwt", payload: payload)
    }

    /// A valid token but for its header, over which the signature holds.
    package func token(header change: (inout JSONObject) -> Void) throws -> String {
        var header: JSONObject = [
            "alg": .string(key.algorithm.rawValue), "typ": "at+jwt", "kid": .string(key.identifier.text),
        ]
        change(&header)
        return try token(headerBytes: JSONValue.object(header).serialized())
    }

    /// The same with a header of any bytes.
    package func token(headerBytes: [UInt8]) throws -> String {
        let input = "\(Base64URL.encode(headerBytes)).\(Base64URL.encode(Self.claims().jsonBytes()))"
        return "\(input).\(Base64URL.encode(try key.signature(over: Array(input.utf8))))"
    }
}
