import Encoding

/// Reads the members of a reply as `toJSON()` gives it: binary members are base64url (WebAuthn Level 3 section 5.1.8),
/// each bounded before it is decoded.
struct ReplyReader {
    private let reply: JSONObject
    private let response: JSONObject

    /// Most bytes of the client data; what is read of it has the same bound.
    static let clientDataBytes = 8 << 10
    /// Most bytes of an attestation object.
    static let attestationObjectBytes = CBORReader.bytes
    /// Most bytes of authenticator data in a sign-in: the fixed part and a few extensions.
    static let authenticatorDataBytes = 4 << 10
    /// Most bytes of a signature: RSA of 8,192 bits.
    static let signatureBytes = 1_024
    /// Most transports, and most bytes of each.
    static let transports = 16
    static let transportBytes = 32

    init(_ json: JSONValue) throws(WebAuthnRejection) {
        guard let reply = json.object, let response = reply["response"]?.object else {
            throw WebAuthnRejection(.replyMalformed)
        }
        (self.reply, self.response) = (reply, response)
        guard let type = reply["type"]?.string else { throw WebAuthnRejection(.replyMalformed, "type") }
        guard type.hasSameBytes(as: "public-key") else { throw WebAuthnRejection(.replyType) }
        // What extensions answered is ignored, and may be anything that is an object (attacks 4.1 #24).
        switch reply["clientExtensionResults"] {
        case nil, .object: break
        default: throw WebAuthnRejection(.replyMalformed, "clientExtensionResults")
        }
    }

    /// The credential's ID, which `id` and `rawId` say alike (attacks 4.1 #2).
    func credentialID() throws(WebAuthnRejection) -> CredentialID {
        let raw = try Self.bytes(reply["rawId"], "rawId", most: CredentialID.mostBytes)
        let id = try Self.bytes(reply["id"], "id", most: CredentialID.mostBytes)
        guard id == raw else { throw WebAuthnRejection(.replyIDMismatch) }
        return try CredentialID(raw)
    }

    func response(_ name: String, most: Int) throws(WebAuthnRejection) -> [UInt8] {
        try Self.bytes(response[name], name, most: most)
    }

    /// The user handle of a sign-in; nil where it is absent or null.
    func userHandle() throws(WebAuthnRejection) -> UserHandle? {
        guard let value = response["userHandle"], !value.isNull else { return nil }
        return try UserHandle(Self.bytes(value, "userHandle", most: UserHandle.mostBytes))
    }

    /// How the authenticator can be reached. Unknown words are kept: the list grows (section 5.8.4).
    func transports() throws(WebAuthnRejection) -> [String] {
        guard let value = response["transports"], !value.isNull else { return [] }
        guard let transports = value.strings else { throw WebAuthnRejection(.replyMalformed, "transports") }
        guard transports.count <= Self.transports, transports.allSatisfy({ $0.utf8.count <= Self.transportBytes })
        else { throw WebAuthnRejection(.replyTooLarge, "transports") }
        return transports
    }

    private static func bytes(_ value: JSONValue?, _ name: String, most: Int) throws(WebAuthnRejection) -> [UInt8] {
        guard let text = value?.string else { throw WebAuthnRejection(.replyMalformed, name) }
        // Four characters carry three bytes.
        guard text.utf8.count <= (most + 2) / 3 * 4 else { throw WebAuthnRejection(.replyTooLarge, name) }
        do { return try Base64URL.decode(text) } catch { throw WebAuthnRejection(.replyNotBase64URL, name) }
    }
}
