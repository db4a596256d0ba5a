import Crypto
package import Encoding
package import WebAuthn

/// A software authenticator and its browser at a sign-in: valid from the start, so that a test breaks one thing.
package struct AuthenticationForge {
    package var challenge = Challenge(recorded: Array(100..<132))
    package var relyingPartyID = RegistrationForge.relyingPartyID
    package var clientData: JSONObject
    /// Changes the client data's bytes before they are hashed.
    package var editClientData: ([UInt8]) -> [UInt8] = { $0 }
    package var flags: AuthenticatorFlags = [.userPresent, .userVerified, .backupEligible, .backedUp]
    package var signCount: UInt32 = 0
    /// Bytes after the fixed part of the authenticator data.
    package var extensions: [UInt8] = []
    package var credentialID = [UInt8](32..<64)
    package var userHandle: [UInt8]? = [UInt8](repeating: 0x55, count: 64)
    package var key: CredentialKey
    /// Changes the signature.
    package var editSignature: ([UInt8]) -> [UInt8] = { $0 }
    package var editReply: (inout JSONObject) -> Void = { _ in }

    package init(_ algorithm: COSEAlgorithm = .es256) throws {
        key = try CredentialKey.key(algorithm)
        clientData = [
            "type": "webauthn.get", "challenge": .string(challenge.text), "origin": .string(RegistrationForge.origin),
            "crossOrigin": false,
        ]
    }

    /// What the relying party has stored.
    package func record(
        signCount: UInt32 = 0,
        isBackupEligible: Bool = true,
        publicKey: [UInt8]? = nil
    ) throws -> CredentialRecord {
        CredentialRecord(
            id: try CredentialID([UInt8](32..<64)),
            publicKey: try COSEKey(parsing: publicKey ?? key.cose),
            signCount: signCount,
            isBackupEligible: isBackupEligible,
            userHandle: try UserHandle([UInt8](repeating: 0x55, count: 64))
        )
    }

    /// What the relying party expects of it.
    package func expectation(
        _ change: (inout AuthenticationExpectation) -> Void = { _ in }
    ) -> AuthenticationExpectation {
        var expectation = AuthenticationExpectation(
            relyingParty: RelyingParty(id: RegistrationForge.relyingPartyID, origins: [RegistrationForge.origin]),
            challenge: challenge,
            userVerification: .preferred,
            identification: .byCredential
        )
        change(&expectation)
        return expectation
    }

    /// The reply as `toJSON()` gives it.
    package func json() throws -> JSONValue {
        let clientData = editClientData(JSONValue.object(clientData).serialized())
        let data =
            Array(SHA256.hash(data: Array(relyingPartyID.utf8))) + [flags.rawValue]
            + BigEndian.bytes(signCount, count: 4) + extensions
        let signature = editSignature(try key.sign(data + Array(SHA256.hash(data: clientData))))
        var response: JSONObject = [
            "clientDataJSON": .string(Base64URL.encode(clientData)),
            "authenticatorData": .string(Base64URL.encode(data)),
            "signature": .string(Base64URL.encode(signature)),
        ]
        if let userHandle { response["userHandle"] = .string(Base64URL.encode(userHandle)) }
        let id = JSONValue.string(Base64URL.encode(credentialID))
        var reply: JSONObject = [
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": [:], "response": .object(response),
        ]
        editReply(&reply)
        return .object(reply)
    }
}
