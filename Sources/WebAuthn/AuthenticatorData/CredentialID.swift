import Encoding

/// A credential ID: 1 to 1,023 bytes, opaque.
package struct CredentialID: Sendable, Hashable {
    /// Most bytes (WebAuthn Level 3 section 7.1 step 26).
    package static let mostBytes = 1_023
    /// An ID below this many bytes has not the entropy that the standard asks of authenticators (section 4, "Credential
    /// ID": at least 16 bytes with at least 100 bits). It is taken, and named in what was verified (attacks 4.1 #12).
    package static let soundBytes = 16

    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) throws(WebAuthnRejection) {
        guard (1...Self.mostBytes).contains(bytes.count) else { throw WebAuthnRejection(.credentialIDLength) }
        self.bytes = bytes
    }

    /// base64url, as the JSON forms have it.
    package var text: String { Base64URL.encode(bytes) }
}
