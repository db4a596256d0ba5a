import Encoding
package import Secrets

/// The key that an authenticator app and we share.
package struct TOTPSecret: Sendable {
    /// RFC 4226 section 4, R6: 160 bits are recommended. The length of an HMAC-SHA-1, and 32 letters of base32.
    package static let byteCount = 20

    /// ``byteCount`` bytes.
    package let bytes: Secret<[UInt8]>

    /// - Parameter bytes: random; nil where they are not ``byteCount``.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Secret(bytes)
    }

    /// As people type it into an app: base32 (RFC 4648 section 6) without padding.
    package var base32: Secret<String> { bytes.map { Base32.encode($0) } }
}
