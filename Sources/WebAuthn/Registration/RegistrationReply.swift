package import Encoding

/// The reply to `navigator.credentials.create()`, as its `toJSON()` gives it (RegistrationResponseJSON, WebAuthn Level 3
/// section 5.1.8). Nothing in it is believed.
///
/// Its members `authenticatorData`, `publicKey` and `publicKeyAlgorithm` repeat what the attestation object says, and are
/// not read: there is one source for each fact.
package struct RegistrationReply: Sendable {
    package let credentialID: CredentialID
    let clientDataJSON: [UInt8]
    let attestationObject: [UInt8]
    let transports: [String]

    package init(json: JSONValue) throws(WebAuthnRejection) {
        let reader = try ReplyReader(json)
        credentialID = try reader.credentialID()
        clientDataJSON = try reader.response("clientDataJSON", most: ReplyReader.clientDataBytes)
        attestationObject = try reader.response("attestationObject", most: ReplyReader.attestationObjectBytes)
        transports = try reader.transports()
    }
}
