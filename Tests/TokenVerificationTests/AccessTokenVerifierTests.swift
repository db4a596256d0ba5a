import Encoding
import JOSE
import TestSupport
import Testing
import TokenVerification

/// A token that is good, and then one thing wrong with it.
@Suite struct AccessTokenVerifierTests {
    private let scene: VerifierScene

    init() throws {
        scene = try VerifierScene()
    }

    private func refusal(of token: String, by verifier: AccessTokenVerifier? = nil) async -> TokenRejection? {
        do throws(TokenRejection) {
            _ = try await (verifier ?? scene.verifier).verify(token)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func acceptsATokenOfTheGateway(algorithm: SigningAlgorithm) async throws {
        let scene = try VerifierScene(algorithm)
        let token = try await scene.verifier.verify(try scene.forge.token())
        #expect(token.claims == TokenForge.claims())
        #expect(token.keyIdentifier == scene.forge.key.identifier)
        #expect(token.permits("assets:read"))
        #expect(!token.permits("assets"))
        #expect(!token.permits("audit:read"))
        #expect(!token.permits(""))
    }

    @Test func writesTheClaimsThatItReads() throws {
        let claims = TokenForge.claims { $0.scope = [] }
        #expect(try AccessTokenClaims(parsing: claims.jsonBytes()) == claims)
    }

    /// attacks 5.4 #27: other kinds of token that the same key signs.
    @Test(arguments: [
        "JWT", "logout+jwt", "session-revocations+jwt", "id+jwt", "jwt", "at+jwt ", "at", "", "application/jwt",
        "at+jwt2", "text/at+jwt",
    ])
    func refusesOtherKindsOfToken(type: String) async throws {
        let token = try scene.forge.key.sign(type: type, payload: TokenForge.claims().jsonBytes())
        #expect(await refusal(of: token) == .wrongType)
    }

    @Test func refusesATokenWithoutAKind() async throws {
        #expect(await refusal(of: try scene.forge.token(header: { $0["typ"] = nil })) == .wrongType)
    }

    /// RFC 9068 section 4: both forms, in any case (RFC 2045 section 5.1).
    @Test(arguments: ["at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"])
    func acceptsTheSpellingsOfItsKind(type: String) async throws {
        let token = try scene.forge.key.sign(type: type, payload: TokenForge.claims().jsonBytes())
        #expect(await refusal(of: token) == nil)
    }

    /// attacks 5.4 #26: an HMAC under our public key, in the forms that a confused verifier would take.
    @Test func refusesHMACsUnderThePublicKey() async throws {
        for secret in PublicKeyForms.all(of: scene.forge.key.publicKey) {
            let token = try PublicKeyForms.hmacToken(
                TokenForge.claims().jsonBytes(),
                kid: scene.forge.key.identifier.text,
                secret: secret
            )
            #expect(await refusal(of: token) == .untrusted(.algorithmNotAllowed))
        }
    }

    /// attacks 5.4 #29: no name, an unknown one, one that differs in case.
    @Test func findsTheKeyByItsExactName() async throws {
        #expect(await refusal(of: try scene.forge.token(header: { $0["kid"] = nil })) == .missingKeyIdentifier)
        #expect(await refusal(of: try scene.forge.token(header: { $0["kid"] = "other" })) == .unknownKey)
        let other = scene.forge.key.identifier.text.uppercased()
        #expect(await refusal(of: try scene.forge.token(header: { $0["kid"] = .string(other) })) == .unknownKey)
    }

    /// attacks 5.4 #29: a token of another gateway under the name of our key.
    @Test func refusesAnotherKeyUnderTheSameName() async throws {
        let foreign = TokenForge()
        let name = JSONValue.string(scene.forge.key.identifier.text)
        #expect(await refusal(of: try foreign.token(header: { $0["kid"] = name })) == .untrusted(.invalidSignature))
    }

    /// attacks 5.4 #40: the name of an old key with a new one of another type behind it.
    @Test func refusesTheAlgorithmOfAFormerKeyOfTheName() async throws {
        let edwards = TokenForge(.edDSA)
        let name = JSONValue.string(scene.forge.key.identifier.text)
        let token = try edwards.token(header: { $0["kid"] = name })
        #expect(await refusal(of: token) == .untrusted(.algorithmMismatch))
    }

    /// attacks 5.4 #31, #32
    @Test func refusesPayloadsThatAreNotStrictJSON() async throws {
        let good = String(decoding: TokenForge.claims().jsonBytes(), as: UTF8.self)
        let payloads: [[UInt8]] = [
            Array(good.replacing(#""sub":"#, with: #""sub":"root","sub":"#).utf8),
            Array(good.replacing(#""sub":"#, with: #""s\u0075b":"root","sub":"#).utf8),
            [0xEF, 0xBB, 0xBF] + Array(good.utf8), good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            Array(good.replacing("Marta", with: "Ma\u{0}rta").utf8),
            Array(good.replacing("Marta", with: #"Ma\u0000rta"#).utf8), Array((good + " {}").utf8),
            Array("[]".utf8), Array("\"token\"".utf8), [], Array("null".utf8), [0xFF],
            Array(good.replacing("Marta", with: #"\ud800"#).utf8),
        ]
        for payload in payloads {
            #expect(await refusal(of: try scene.forge.token(payload: payload)) == .malformedClaims)
        }
        #expect(await refusal(of: try scene.forge.token(payload: Array(good.utf8))) == nil)
    }

    /// attacks 5.4 #38: depth, members and length are bounded.
    @Test func refusesHugePayloads() async throws {
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        #expect(await refusal(of: try scene.forge.token(payload: Array(#"{"x":\#(deep)}"#.utf8))) == .malformedClaims)
        let many = (0..<600).map { #""\#($0)":0"# }.joined(separator: ",")
        #expect(await refusal(of: try scene.forge.token(payload: Array("{\(many)}".utf8))) == .malformedClaims)
        let long = try scene.forge.token { $0.name = String(repeating: "n", count: 8_192) }
        #expect(await refusal(of: long) == .untrusted(.tooLong))
        let members = (0..<100_000).map { #""\#($0)":0"# }.joined(separator: ",")
        #expect(await refusal(of: try scene.forge.token(payload: Array("{\(members)}".utf8))) == .untrusted(.tooLong))
    }

    /// attacks 5.4 #33, #34: each claim missing, and of each other type.
    @Test(arguments: ClaimName.allCases.filter { $0 != .notBefore })
    func refusesClaimsThatAreMissingOrOfAnotherType(claim: ClaimName) async throws {
        let missing = try scene.forge.token(json: { $0[claim.rawValue] = nil })
        #expect(await refusal(of: missing) == .malformedClaim(claim))
        var others: [JSONValue] = [.null, true, [1], ["a", 1], ["k": "v"], [.null]]
        switch claim {
        case .issuedAt, .expiresAt, .authenticatedAt, .notBefore: others += ["1800000000", [1_800_000_000]]
        case .audience: others += [5, []]
        case .roles, .authenticationMethods: others += ["manager", 5, []]
        default: others += [5, ["a"], []]
        }
        for value in others {
            let token = try scene.forge.token(json: { $0[claim.rawValue] = value })
            #expect(await refusal(of: token) == .malformedClaim(claim), "\(value)")
        }
    }

    /// attacks 5.4 #33: times are whole seconds, written as such, from 0 to the year 9999.
    @Test(
        arguments: [ClaimName.issuedAt, .expiresAt, .notBefore],
        [
            "1800000000.0", "1.8e9", "1800000000.5", "-1", "-1800000000", "1e308", "1e999", "9223372036854775807",
            "9223372036854775808", "99999999999999999999999", "253402300800", "null", "true", "\"1800000000\"", "{}",
        ]
    )
    func refusesTimesThatAreNoWholeSeconds(claim: ClaimName, text: String) async throws {
        let value = try StrictJSON.parse(Array(text.utf8))
        let token = try scene.forge.token(json: { $0[claim.rawValue] = value })
        #expect(await refusal(of: token) == .malformedClaim(claim))
    }

    /// attacks 5.4 #33: `exp` is exclusive; `nbf` and `iat` are not; the leeway is added and never exceeds 30 seconds.
    @Test func judgesTimesToTheSecond() async throws {
        let now = TokenForge.now
        let lenient = try VerifierScene(leewaySeconds: 3_600)
        let table: [(issued: Int, expires: Int, notBefore: Int?, strict: TokenRejection?, lenient: TokenRejection?)] = [
            (now - 10, now + 1, nil, nil, nil), (now - 10, now, nil, .expired, nil),
            (now - 100, now - 29, nil, .expired, nil), (now - 100, now - 30, nil, .expired, .expired),
            (now, now + 300, nil, nil, nil), (now + 1, now + 300, nil, .issuedInFuture, nil),
            (now + 30, now + 300, nil, .issuedInFuture, nil),
            (now + 31, now + 300, nil, .issuedInFuture, .issuedInFuture),
            (now - 10, now + 300, now, nil, nil), (now - 10, now + 300, now + 1, .notYetValid, nil),
            (now - 10, now + 300, now + 31, .notYetValid, .notYetValid),
        ]
        for row in table {
            func token(_ forge: TokenForge) throws -> String {
                try forge.token(json: { claims in
                    claims["iat"] = .number(JSONNumber(row.issued))
                    claims["exp"] = .number(JSONNumber(row.expires))
                    claims["nbf"] = row.notBefore.map { .number(JSONNumber($0)) }
                })
            }
            #expect(await refusal(of: try token(scene.forge)) == row.strict, "\(row)")
            #expect(await refusal(of: try token(lenient.forge), by: lenient.verifier) == row.lenient, "\(row)")
        }
    }

    /// attacks 5.4 #39: minutes, not hours; and never backwards.
    @Test(arguments: [
        (600, nil), (601, TokenRejection.lifetimeTooLong), (86_400, .lifetimeTooLong), (0, .lifetimeTooLong),
    ])
    func refusesTokensThatLiveTooLong(seconds: Int, expected: TokenRejection?) async throws {
        let token = try scene.forge.token { $0.expiresAt = $0.issuedAt + seconds }
        #expect(await refusal(of: token) == expected)
    }

    /// attacks 5.4 #34: bytes, not meaning.
    @Test(arguments: [
        "https://id.example.com/", "HTTPS://id.example.com", "https://ID.example.com", "https://id.example.com:443",
        "https://id.example.co", "https://id.example.com.evil.example", "http://id.example.com", "id.example.com",
    ])
    func refusesOtherIssuers(issuer: String) async throws {
        #expect(await refusal(of: try scene.forge.token { $0.issuer = issuer }) == .wrongIssuer)
    }

    /// attacks 5.4 #34, #42: a token for another service, and names that look like ours.
    @Test(arguments: [
        [TokenForge.issuer], ["asset-api2"], ["asset-ap"], ["Asset-API"], ["other", "another"], ["*"],
        ["asset-api,other"],
    ])
    func refusesTokensForOtherServices(audience: [String]) async throws {
        #expect(await refusal(of: try scene.forge.token { $0.audience = audience }) == .wrongAudience)
    }

    /// RFC 7519 section 4.1.3: one audience may stand without a list.
    @Test func acceptsASingleAudience() async throws {
        #expect(await refusal(of: try scene.forge.token(json: { $0["aud"] = "asset-api" })) == nil)
        #expect(await refusal(of: try scene.forge.token(json: { $0["aud"] = "other" })) == .wrongAudience)
    }

    /// attacks 5.4 #34: where a service serves one workspace, by its id.
    @Test func refusesTokensOfAnotherWorkspace() async throws {
        let own = TokenForge.claims().workspaceID
        let serving = try VerifierScene(workspaceID: own)
        #expect(await refusal(of: try serving.forge.token(), by: serving.verifier) == nil)
        let other = try serving.forge.token { $0.workspaceID = own.uppercased() }
        #expect(await refusal(of: other, by: serving.verifier) == .wrongWorkspace)
    }

    /// Names that Unicode holds equal, or that hide something, are no identifiers.
    @Test(
        arguments: [ClaimName.subject, .sessionID, .workspaceID, .tokenID, .clientID],
        ["", " ", "a b", "é", "e\u{301}", "\u{202E}a", "a\n", "a\r\n", String(repeating: "a", count: 1_025)]
    )
    func refusesIdentifiersOfOtherThanVisibleASCII(claim: ClaimName, text: String) async throws {
        let token = try scene.forge.token(json: { $0[claim.rawValue] = .string(text) })
        #expect(await refusal(of: token) == .malformedClaim(claim))
    }

    @Test(arguments: [" assets:read", "assets:read ", "assets:read  users:read", "assets:read\tusers:read", "é"])
    func refusesScopesThatAreNotSeparatedByOneSpace(scope: String) async throws {
        #expect(
            await refusal(of: try scene.forge.token(json: { $0["scope"] = .string(scope) })) == .malformedClaim(.scope)
        )
    }

    @Test func ignoresClaimsOfOthers() async throws {
        #expect(await refusal(of: try scene.forge.token(json: { $0["department"] = ["x": 1] })) == nil)
    }

    /// Whatever is wrong besides, the signature comes first: a forger learns nothing of the claims.
    @Test func looksAtTheSignatureBeforeAnyClaim() async throws {
        let foreign = TokenForge()
        let name = JSONValue.string(scene.forge.key.identifier.text)
        let header: JSONValue = ["alg": "ES256", "typ": "at+jwt", "kid": name]
        let payload = Base64URL.encode(Array("not json".utf8))
        let input = "\(Base64URL.encode(header.serialized())).\(payload)"
        let signature = Base64URL.encode(try foreign.key.signature(over: Array(input.utf8)))
        #expect(await refusal(of: "\(input).\(signature)") == .untrusted(.invalidSignature))
    }
}
