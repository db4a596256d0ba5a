/// The signature algorithms of credentials: the closed list, by their COSE numbers (RFC 9053, RFC 8812).
///
/// WebAuthn Level 3 section 5.8.5 fixes the curve of each: ES256 is P-256 and nothing else, EdDSA is Ed25519.
package enum COSEAlgorithm: Int64, Sendable, Hashable, CaseIterable {
    /// ECDSA on P-256 with SHA-256.
    case es256 = -7
    /// Ed25519.
    case edDSA = -8
    /// ECDSA on P-384 with SHA-384.
    case es384 = -35
    /// ECDSA on P-521 with SHA-512.
    case es512 = -36
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = -257
}
