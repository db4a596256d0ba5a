import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// What browsers are asked: attacks 4.1 #25.
@Suite struct OptionsTests {
    private func options(name: String) throws -> JSONObject {
        let challenge = try #require(Challenge(random: [UInt8](repeating: 7, count: 32)))
        let options = RegistrationOptions(
            relyingPartyID: "id.example.org",
            relyingPartyName: "Example",
            challenge: challenge,
            user: .init(handle: try UserHandle([UInt8](repeating: 9, count: 64)), name: name, displayName: name),
            userVerification: .preferred,
            excluded: [try CredentialID([1, 2, 3])],
            attestation: .none,
            timeout: 300_000
        )
        return try #require(options.json.object)
    }

    @Test func registrationNamesWhatIsExcludedAndOffered() throws {
        let options = try options(name: "ada@acme.example · Acme")
        #expect(options["excludeCredentials"] == [["type": "public-key", "id": "AQID"]])
        let offered = options["pubKeyCredParams"]?.array?.compactMap { $0.object?["alg"]?.integer }
        #expect(offered?.first == -7)
        #expect(Set(offered ?? []) == Set(COSEAlgorithm.allCases.map(\.rawValue)))
        #expect(options["attestation"] == "none")
        #expect(options["authenticatorSelection"]?.object?["residentKey"] == "required")
        #expect(options["user"]?.object?["name"] == "ada@acme.example · Acme")
    }

    @Test(arguments: [
        ("a\u{0}b\nc", "abc"), ("x\u{202E}y\u{2066}z", "xyz"),
        (String(repeating: "a", count: 100), String(repeating: "a", count: 64)),
        (String(repeating: "é", count: 40), String(repeating: "é", count: 32)), ("", ""),
    ])
    func namesAreBoundedAndPlain(_ name: String, _ shown: String) throws {
        #expect(try options(name: name)["user"]?.object?["displayName"] == .string(shown))
    }

    @Test func authenticationNamesWhatIsAllowed() throws {
        let challenge = try #require(Challenge(random: [UInt8](repeating: 7, count: 32)))
        let options = AuthenticationOptions(
            relyingPartyID: "id.example.org",
            challenge: challenge,
            userVerification: .required,
            allowed: [CredentialDescriptor(id: try CredentialID([1]), transports: ["usb"])],
            timeout: 1_000
        )
        #expect(
            options.json == [
                "rpId": "id.example.org", "challenge": .string(challenge.text), "userVerification": "required",
                "allowCredentials": [["type": "public-key", "id": "AQ", "transports": ["usb"]]], "timeout": 1_000,
            ]
        )
    }
}
