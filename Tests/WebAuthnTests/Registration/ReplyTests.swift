import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// The JSON forms of both replies: attacks 4.1 #2, 4.2 #43.
@Suite struct ReplyTests {
    private func registrationRefusal(_ edit: @escaping (inout JSONObject) -> Void) throws -> WebAuthnCode? {
        let forge = try RegistrationForge.broken { $0.editReply = edit }
        return try refusal { try RegistrationReply(json: forge.json()) }
    }

    private func authenticationRefusal(_ edit: @escaping (inout JSONObject) -> Void) throws -> WebAuthnCode? {
        let forge = try AuthenticationForge.broken { $0.editReply = edit }
        return try refusal { try AuthenticationReply(json: forge.json()) }
    }

    @Test(arguments: [.null, "x", [], [:], 1, ["response": [:]]] as [JSONValue])
    func refusesWhatIsNoReply(_ json: JSONValue) throws {
        #expect(try refusal { try RegistrationReply(json: json) } == .replyMalformed)
        #expect(try refusal { try AuthenticationReply(json: json) } == .replyMalformed)
    }

    @Test func refusesMissingMembersAndWrongTypes() throws {
        for name in ["id", "rawId", "type", "response"] {
            for value in [nil, .null, 1, []] as [JSONValue?] {
                #expect(try registrationRefusal { $0[name] = value } == .replyMalformed)
                #expect(try authenticationRefusal { $0[name] = value } == .replyMalformed)
            }
        }
        for name in ["clientDataJSON", "attestationObject"] {
            #expect(try registrationRefusal { $0.editResponse { $0[name] = nil } } == .replyMalformed)
        }
        for name in ["clientDataJSON", "authenticatorData", "signature"] {
            #expect(try authenticationRefusal { $0.editResponse { $0[name] = [1, 2] } } == .replyMalformed)
        }
        #expect(try registrationRefusal { $0["clientExtensionResults"] = [] } == .replyMalformed)
        #expect(try registrationRefusal { $0.editResponse { $0["transports"] = "usb" } } == .replyMalformed)
        #expect(try authenticationRefusal { $0.editResponse { $0["userHandle"] = 1 } } == .replyMalformed)
    }

    /// attacks 4.1 #2.
    @Test(arguments: ["Public-Key", "password", "public-key ", ""])
    func refusesOtherTypes(_ type: String) throws {
        #expect(try registrationRefusal { $0["type"] = .string(type) } == .replyType)
        #expect(try authenticationRefusal { $0["type"] = .string(type) } == .replyType)
    }

    /// attacks 4.1 #2.
    @Test func refusesTwoIDs() throws {
        #expect(try registrationRefusal { $0["id"] = "AAAA" } == .replyIDMismatch)
        #expect(try authenticationRefusal { $0["rawId"] = "AAAA" } == .replyIDMismatch)
    }

    /// attacks 4.1 #2, 4.2 #43: padding, the other alphabet, white space and set trailing bits are of other scripts.
    @Test(arguments: ["AAAA====", "AA==", "A+AA", "A/AA", "AA AA", "AAAA\n", "AB", "A"])
    func refusesOtherEncodingsThanCanonicalBase64URL(_ text: String) throws {
        #expect(try registrationRefusal { $0["rawId"] = .string(text) } == .replyNotBase64URL)
        #expect(
            try authenticationRefusal { $0.editResponse { $0["signature"] = .string(text) } } == .replyNotBase64URL
        )
    }

    @Test func refusesMembersBeyondTheirBounds() throws {
        let long = JSONValue.string(String(repeating: "A", count: 100_000))
        for name in ["clientDataJSON", "attestationObject"] {
            #expect(try registrationRefusal { $0.editResponse { $0[name] = long } } == .replyTooLarge)
        }
        for name in ["clientDataJSON", "authenticatorData", "signature", "userHandle"] {
            #expect(try authenticationRefusal { $0.editResponse { $0[name] = long } } == .replyTooLarge)
        }
        #expect(try registrationRefusal { $0["rawId"] = long } == .replyTooLarge)
        let words = JSONValue.array((0..<17).map { .string("t\($0)") })
        #expect(try registrationRefusal { $0.editResponse { $0["transports"] = words } } == .replyTooLarge)
        #expect(try registrationRefusal { $0.editResponse { $0["transports"] = [long] } } == .replyTooLarge)
    }

    @Test func refusesAnEmptyID() throws {
        let code = try authenticationRefusal {
            $0["id"] = ""
            $0["rawId"] = ""
        }
        #expect(code == .credentialIDLength)
    }

    /// attacks 4.1 #23: the list of transports grows.
    @Test func keepsUnknownTransports() throws {
        let forge = try RegistrationForge.broken {
            $0.editReply = { $0.editResponse { $0["transports"] = ["usb", "smart-card", "telepathy"] } }
        }
        #expect(try RegistrationReply(json: forge.json()).transports == ["usb", "smart-card", "telepathy"])
        let none = try RegistrationForge.broken { $0.editReply = { $0.editResponse { $0["transports"] = nil } } }
        #expect(try RegistrationReply(json: none.json()).transports == [])
    }

    /// What repeats the attestation object is not read: there is one source.
    @Test func ignoresRepeatedFacts() async throws {
        let forge = try RegistrationForge.broken {
            $0.editReply = {
                $0.editResponse {
                    $0["publicKey"] = "AAAA"
                    $0["publicKeyAlgorithm"] = -257
                    $0["authenticatorData"] = 5
                }
            }
        }
        #expect(try await forge.refusal() == nil)
    }

    @Test func readsAnAbsentUserHandle() throws {
        let absent = try AuthenticationForge.broken { $0.userHandle = nil }
        #expect(try AuthenticationReply(json: absent.json()).userHandle == nil)
        let null = try AuthenticationForge.broken {
            $0.editReply = { $0.editResponse { $0["userHandle"] = .null } }
        }
        #expect(try AuthenticationReply(json: null.json()).userHandle == nil)
        #expect(try authenticationRefusal { $0.editResponse { $0["userHandle"] = "" } } == .userHandleLength)
    }
}
