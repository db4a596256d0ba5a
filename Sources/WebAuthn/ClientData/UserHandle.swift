import Encoding

/// The name of a user account between us and authenticators: 1 to 64 opaque bytes that say nothing about the person
/// (WebAuthn Level 3 sections 5.4.3 and 14.6.1).
package struct UserHandle: Sendable, Hashable {
    /// Most bytes.
    package static let mostBytes = 64

    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) throws(WebAuthnRejection) {
        guard (1...Self.mostBytes).contains(bytes.count) else { throw WebAuthnRejection(.userHandleLength) }
        self.bytes = bytes
    }

    /// base64url, as the JSON forms have it.
    package var text: String { Base64URL.encode(bytes) }
}
