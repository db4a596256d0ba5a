import Crypto
package import Encoding
package import WebAuthn

/// A software authenticator and its browser at a registration: valid from the start, so that a test breaks one thing.
package struct RegistrationForge {
    package static let relyingPartyID = "id.example.org"
    package static let origin = "https://id.example.org"

    package var challenge = Challenge(recorded: Array(0..<32))
    package var relyingPartyID = Self.relyingPartyID
    /// The client data as JSON; `challenge` stands in it already.
    package var clientData: JSONObject
    /// Changes its bytes before they are hashed.
    package var editClientData: ([UInt8]) -> [UInt8] = { $0 }
    package var flags: AuthenticatorFlags = [
        .userPresent, .userVerified, .backupEligible, .backedUp, .attestedCredential,
    ]
    package var signCount: UInt32 = 0
    package var aaguid: [UInt8]
    package var credentialID = [UInt8](32..<64)
    package var key: CredentialKey
    /// The public key as the authenticator data have it.
    package var publicKey: [UInt8]
    /// Bytes after the attested credential data.
    package var extensions: [UInt8] = []
    /// Changes the authenticator data before they are signed.
    package var editData: ([UInt8]) -> [UInt8] = { $0 }
    /// The format's name; `packed-self` is packed without certificates.
    package let format: String
    package var attestation: AttestationForge
    package var editStatement: (inout [(String, ForgedCBOR)]) -> Void = { _ in }
    package var editObject: (inout [(String, ForgedCBOR)]) -> Void = { _ in }
    /// Bytes after the attestation object.
    package var trailer: [UInt8] = []
    package var editReply: (inout JSONObject) -> Void = { _ in }

    package init(_ format: String = "none", _ algorithm: COSEAlgorithm = .es256) throws {
        self.format = format
        key = try CredentialKey.key(algorithm)
        publicKey = try key.cose
        // Authenticators of U2F have no model (FIDO conformance), and no flags but UP.
        aaguid = format == "fido-u2f" ? [UInt8](repeating: 0, count: 16) : [UInt8](0xA0..<0xB0)
        if format == "fido-u2f" { flags = [.userPresent, .attestedCredential] }
        clientData = [
            "type": "webauthn.create", "challenge": .string(challenge.text), "origin": .string(Self.origin),
            "crossOrigin": false,
        ]
        attestation = try AttestationForge()
    }

    /// What the relying party expects of it.
    package func expectation(
        _ change: (inout RegistrationExpectation) -> Void = { _ in }
    ) -> RegistrationExpectation {
        var expectation = RegistrationExpectation(
            relyingParty: RelyingParty(id: Self.relyingPartyID, origins: [Self.origin]),
            challenge: challenge,
            userVerification: .preferred
        )
        change(&expectation)
        return expectation
    }

    package func attestationObject(clientData: [UInt8]) throws -> [UInt8] {
        let hash = Array(SHA256.hash(data: Array(relyingPartyID.utf8)))
        var data = hash + [flags.rawValue] + BigEndian.bytes(signCount, count: 4)
        if flags.contains(.attestedCredential) {
            data += aaguid + BigEndian.bytes(credentialID.count, count: 2) + credentialID + publicKey
        }
        data = editData(data + extensions)
        var statement = try attestation.statement(
            format,
            AttestationForge.Subject(
                relyingPartyIDHash: hash,
                authenticatorData: data,
                clientDataHash: Array(SHA256.hash(data: clientData)),
                credentialID: credentialID,
                aaguid: aaguid,
                key: key
            )
        )
        editStatement(&statement)
        var object: [(String, ForgedCBOR)] = [
            ("fmt", .text(format == "packed-self" ? "packed" : format)), ("attStmt", .members(statement)),
            ("authData", .bytes(data)),
        ]
        editObject(&object)
        return ForgedCBOR.members(object).encoded + trailer
    }

    /// The reply as `toJSON()` gives it.
    package func json() throws -> JSONValue {
        let clientData = editClientData(JSONValue.object(clientData).serialized())
        let id = JSONValue.string(Base64URL.encode(credentialID))
        var reply: JSONObject = [
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": ["credProps": ["rk": true]],
            "response": [
                "clientDataJSON": .string(Base64URL.encode(clientData)),
                "attestationObject": .string(Base64URL.encode(try attestationObject(clientData: clientData))),
                "transports": ["internal", "hybrid"],
            ],
        ]
        editReply(&reply)
        return .object(reply)
    }
}
