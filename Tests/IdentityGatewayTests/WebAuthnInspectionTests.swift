import ArgumentParser
import Encoding
import TestSupport
import Testing
import WebAuthn

@testable import identity_gateway

/// `inspect webauthn`: what is wrong in the reply is a verdict, what is wrong around it is wrong usage.
@Suite struct WebAuthnInspectionTests {
    private func registration(_ change: (inout JSONObject) -> Void = { _ in }) throws -> [UInt8] {
        let forge = try RegistrationForge("packed")
        var recording: JSONObject = [
            "ceremony": "registration", "rp_id": .string(RegistrationForge.relyingPartyID),
            "origins": [.string(RegistrationForge.origin)], "challenge": .string(forge.challenge.text),
            "user_verification": "required", "credential_reply": try forge.json(),
        ]
        change(&recording)
        return JSONValue.object(recording).serialized()
    }

    private func authentication(
        _ forge: AuthenticationForge? = nil,
        _ change: (inout JSONObject) -> Void = { _ in }
    ) throws -> [UInt8] {
        let forge = try forge ?? AuthenticationForge()
        var recording: JSONObject = [
            "ceremony": "authentication", "rp_id": .string(RegistrationForge.relyingPartyID),
            "origins": [.string(RegistrationForge.origin)], "challenge": .string(forge.challenge.text),
            "user_verification": "preferred", "credential_reply": try forge.json(),
            "credential": [
                "id": .string(Base64URL.encode([UInt8](32..<64))),
                "public_key": .string(Base64URL.encode(try forge.key.cose)), "sign_count": 4,
                "user_handle": .string(Base64URL.encode([UInt8](repeating: 0x55, count: 64))),
                "backup_eligible": true,
            ],
        ]
        change(&recording)
        return JSONValue.object(recording).serialized()
    }

    private func verdict(_ file: [UInt8]) async throws -> JSONObject {
        let line = try await WebAuthnInspection.judge(file).line
        return try #require(StrictJSON.parse(Array(line.utf8)).object)
    }

    private func code(_ file: [UInt8]) async throws -> String? {
        try await verdict(file)["code"]?.string
    }

    @Test func tellsTheFactsOfARegistration() async throws {
        let verdict = try await verdict(registration())
        #expect(verdict["verdict"] == "accepted")
        let facts = try #require(verdict["facts"]?.object)
        #expect(facts["aaguid"] == "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf")
        #expect(facts["attestation_format"] == "packed")
        #expect(facts["user_verified"] == true)
        #expect(facts["backup_eligible"] == true)
        #expect(facts["backup_state"] == true)
        #expect(facts["possible_clone"] == false)
        #expect(facts["public_key"]?.string == Base64URL.encode(try CredentialKey.key(.es256).cose))
    }

    @Test func tellsTheFactsOfAnAuthentication() async throws {
        var forge = try AuthenticationForge()
        forge.signCount = 5
        let facts = try #require(try await verdict(authentication(forge))["facts"]?.object)
        #expect(facts["sign_count"] == 5)
        #expect(facts["possible_clone"] == false)
        #expect(facts["credential_id"]?.string == Base64URL.encode([UInt8](32..<64)))
    }

    @Test func followsThePolicyOfTheRecording() async throws {
        #expect(try await code(authentication()) == "WEBAUTHN-COUNT-01")
        let flagged = try await verdict(authentication { $0["clone_policy"] = "flag" })
        #expect(flagged["facts"]?.object?["possible_clone"] == true)
        #expect(try await code(registration { $0["allowed_algorithms"] = [-257] }) == "WEBAUTHN-KEY-10")
        #expect(try await code(authentication { $0["allowed_credentials"] = ["AQID"] }) == "WEBAUTHN-CRED-01")
        #expect(try await code(registration { $0["rp_id"] = "example.org" }) == "WEBAUTHN-RP-01")
    }

    @Test(arguments: [.null, "x", [:], [1, 2]] as [JSONValue])
    func refusesAnyReplyThatIsNone(_ reply: JSONValue) async throws {
        #expect(try await code(registration { $0["credential_reply"] = reply }) == "WEBAUTHN-FORM-01")
        #expect(try await code(authentication { $0["credential_reply"] = reply }) == "WEBAUTHN-FORM-01")
    }

    /// JSON that readers differ on is in the reply, which is what others wrote.
    @Test func refusesARepliesTwoMembersOfOneName() async throws {
        let text = String(decoding: try registration(), as: UTF8.self)
        let twice = text.replacing("\"rawId\":", with: "\"type\":\"public-key\",\"rawId\":")
        #expect(try await code(Array(twice.utf8)) == "WEBAUTHN-FORM-01")
    }

    @Test func tellsWrongUsage() async throws {
        let files: [[UInt8]] = try [
            [], Array("[]".utf8), registration { $0["ceremony"] = "both" }, registration { $0["origins"] = nil },
            registration { $0["challenge"] = "A=" }, registration { $0["user_verification"] = true },
            registration { $0["credential_reply"] = nil }, authentication { $0["credential"] = nil },
            authentication { $0["clone_policy"] = "ignore" }, registration { $0["top_origins"] = "x" },
        ]
        for file in files {
            await #expect(throws: ValidationError.self) { try await WebAuthnInspection.judge(file) }
        }
    }
}
