import Encoding
import JOSE
import TestSupport
import Testing
import TokenVerification

@testable import identity_gateway

/// `inspect token`: the one line that support reads.
@Suite struct TokenInspectionTests {
    private let forge = TokenForge()

    private func judged(
        _ token: String,
        keySet: [UInt8]? = nil,
        issuer: String = TokenForge.issuer,
        audience: String = TokenForge.audience,
        now: Int = TokenForge.now
    ) async throws -> JSONObject {
        let inspection = TokenInspection(
            keySet: try keySet ?? forge.keySet.jsonBytes(),
            issuer: issuer,
            audience: audience,
            now: now,
            leewaySeconds: AccessTokenVerifier.maximumLeewaySeconds
        )
        let line = await inspection.judge(Array(token.utf8)).line
        #expect(!line.contains("\n"))
        return try #require(StrictJSON.parse(Array(line.utf8)).object)
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func acceptsATokenWithItsFacts(lineEnd: String) async throws {
        let verdict = try await judged(forge.token() + lineEnd)
        #expect(verdict["verdict"] == "accepted")
        #expect(verdict["code"] == JSONValue.null)
        #expect(verdict["reason"] == JSONValue.null)
        let facts = try #require(verdict["facts"]?.object)
        #expect(facts["kid"]?.string == forge.key.identifier.text)
        #expect(facts["claims"]?.object?["sub"]?.string == TokenForge.claims().subject)
        #expect(facts["claims"]?.object?["aud"]?.strings == TokenForge.claims().audience)
    }

    private static let refusals: [(String, @Sendable (TokenInspectionTests) async throws -> JSONObject)] = [
        ("TOKEN-EXP-01", { try await $0.judged($0.forge.token(), now: TokenForge.now + 3_600) }),
        ("TOKEN-IAT-01", { try await $0.judged($0.forge.token(), now: TokenForge.now - 3_600) }),
        ("TOKEN-ISS-01", { try await $0.judged($0.forge.token(), issuer: "https://id.example.org") }),
        ("TOKEN-AUD-01", { try await $0.judged($0.forge.token(), audience: "payroll") }),
        ("TOKEN-KID-03", { try await $0.judged($0.forge.token(), keySet: TokenForge().keySet.jsonBytes()) }),
        ("TOKEN-TYP-02", { try await $0.judged($0.forge.token(header: { $0["typ"] = "JWT" })) }),
        ("TOKEN-CLM-02", { try await $0.judged($0.forge.token(json: { $0["sub"] = 7 })) }),
    ]

    @Test(arguments: refusals.indices)
    func refusesWithCodeReasonAndCure(index: Int) async throws {
        let (code, ask) = Self.refusals[index]
        let verdict = try await ask(self)
        #expect(verdict["verdict"] == "refused")
        #expect(verdict["code"]?.string == code)
        #expect(verdict["reason"]?.string?.isEmpty == false)
        #expect(verdict["facts"]?.object?["cure"]?.string?.isEmpty == false)
    }

    @Test(arguments: ["", "{}", "not JSON", #"{"keys": 1}"#, #"{"keys": [], "keys": []}"#])
    func refusesWithoutGoodKeys(keySet: String) async throws {
        let verdict = try await judged(forge.token(), keySet: Array(keySet.utf8))
        #expect(verdict["verdict"] == "refused")
        #expect(verdict["code"]?.string?.hasPrefix("TOKEN-") == true)
    }

    @Test(arguments: ["", "a.b.c", "…", " ", "\n\n"])
    func refusesWhatIsNoToken(text: String) async throws {
        #expect(try await judged(text)["verdict"] == "refused")
    }
}
