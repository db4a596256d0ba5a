import Crypto

/// The SHA-256 digest under which a high-entropy secret (an opaque token, a client secret) is stored and looked up.
///
/// 256 random bits need no slow hash; passwords have their own in `Credentials`.
package struct SecretHash: Sendable, Hashable {
    /// 32 bytes.
    package let bytes: [UInt8]

    package init(of secret: some Sequence<UInt8>) {
        bytes = Array(SHA256.hash(data: Array(secret)))
    }

    package init(of secret: Secret<String>) {
        self.init(of: secret.expose().utf8)
    }
}

extension SecretHash {
    /// A digest that was stored; nil where it has not 32 bytes.
    package init?(stored bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }
}
