import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// The ceremonies of "Test Vectors" of WebAuthn Level 3, read in place.
struct W3CVectors {
    /// A credential with both of its ceremonies, in the JSON form that a browser would give.
    struct Credential: Sendable, CustomTestStringConvertible {
        let name: String
        let registration: Recorded
        let authentication: Recorded

        var isEd448: Bool { name == "packed-ed448" }
        var testDescription: String { name }
    }

    struct Recorded: Sendable {
        let challenge: Challenge
        let reply: JSONObject
    }

    let relyingParty: RelyingParty
    /// DER.
    let root: [UInt8]
    let credentials: [Credential]

    static let shared = Result { try W3CVectors() }

    /// All names, for the arguments of tests; none where the vectors are absent.
    static var all: [Credential] { (try? shared.get().credentials) ?? [] }

    private init() throws {
        let file = try StrictJSON.parse(Vectors.bytes("webauthn/w3c-level3.json")).object ?? JSONObject()
        relyingParty = RelyingParty(
            id: file["rp_id"]?.string ?? "",
            origins: [file["origin"]?.string ?? ""],
            embedding: .allowed(topOrigins: [file["top_origin"]?.string ?? ""])
        )
        root = try Hex.decode(file["attestation_root"]?.object?["attestation_ca_cert"]?.string ?? "")
        credentials = try (file["credentials"]?.array ?? []).map { value in
            let credential = value.object ?? JSONObject()
            let id = credential["registration"]?.object?["credential_id"]
            return Credential(
                name: credential["id"]?.string ?? "",
                registration: try Self.recorded(credential["registration"], id),
                authentication: try Self.recorded(credential["authentication"], id)
            )
        }
    }

    private static func recorded(_ ceremony: JSONValue?, _ id: JSONValue?) throws -> Recorded {
        let members = ceremony?.object ?? JSONObject()
        var response = JSONObject()
        for name in ["clientDataJSON", "attestationObject", "authenticatorData", "signature"] {
            if let hex = members[name]?.string { response[name] = .string(Base64URL.encode(try Hex.decode(hex))) }
        }
        let text = JSONValue.string(Base64URL.encode(try Hex.decode(id?.string ?? "")))
        return Recorded(
            challenge: Challenge(recorded: try Hex.decode(members["challenge"]?.string ?? "")),
            reply: [
                "id": text, "rawId": text, "type": "public-key", "clientExtensionResults": [:],
                "response": .object(response),
            ]
        )
    }
}
