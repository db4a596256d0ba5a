package import Encoding

/// The reply to `navigator.credentials.get()`, as its `toJSON()` gives it (AuthenticationResponseJSON, WebAuthn Level 3
/// section 5.1.8). Nothing in it is believed; the ID and the user handle serve to find the record to check it against.
package struct AuthenticationReply: Sendable {
    package let credentialID: CredentialID
    package let userHandle: UserHandle?
    let clientDataJSON: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]

    package init(json: JSONValue) throws(WebAuthnRejection) {
        let reader = try ReplyReader(json)
        credentialID = try reader.credentialID()
        userHandle = try reader.userHandle()
        clientDataJSON = try reader.response("clientDataJSON", most: ReplyReader.clientDataBytes)
        authenticatorData = try reader.response("authenticatorData", most: ReplyReader.authenticatorDataBytes)
        signature = try reader.response("signature", most: ReplyReader.signatureBytes)
    }
}
