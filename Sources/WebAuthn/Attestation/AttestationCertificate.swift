import Crypto
import CryptoExtras
import FoundationEssentials
import JOSE
import SwiftASN1
import X509

/// A certificate of an attestation, read; whether its issuer is trusted is asked by ``AttestationRoots``.
package struct AttestationCertificate: Sendable, Equatable {
    /// Most certificates of one attestation: Android sends four, the others fewer.
    static let mostInChain = 8
    /// Most bytes of one certificate.
    static let bytes = 8 << 10

    let certificate: Certificate

    init(der: [UInt8]) throws(WebAuthnRejection) {
        guard der.count <= Self.bytes, let certificate = try? Certificate(derEncoded: der) else {
            throw WebAuthnRejection(.certificateUnreadable)
        }
        self.certificate = certificate
    }

    // MARK: What formats ask of it

    var isVersion3: Bool { certificate.version == .v3 }

    /// Whether it says that it is no authority's. One that says nothing may be.
    var isEndEntity: Bool {
        guard let constraints = try? certificate.extensions.basicConstraints else { return false }
        return constraints == .notCertificateAuthority
    }

    /// The only value of that attribute of the subject; nil where it is missing, repeated or no text.
    func subject(_ type: ASN1ObjectIdentifier) -> String? {
        let attributes = certificate.subject.flatMap { $0 }.filter { $0.type == type }
        guard attributes.count == 1, let value = attributes.first.flatMap({ String($0.value) }), !value.isEmpty else {
            return nil
        }
        return value
    }

    /// The bytes inside the extension's OCTET STRING.
    func extensionValue(_ identifier: ASN1ObjectIdentifier) -> (value: ArraySlice<UInt8>, isCritical: Bool)? {
        certificate.extensions[oid: identifier].map { ($0.value, $0.critical) }
    }

    /// id-fido-gen-ce-aaguid.
    private static let modelExtension: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    /// WebAuthn Level 3 section 8.2.1: where the certificate names a model it must be the credential's, and the extension
    /// may not be critical.
    func requireModel(_ model: AAGUID) throws(WebAuthnRejection) {
        guard let (value, isCritical) = extensionValue(Self.modelExtension) else { return }
        // "the AAGUID MUST be wrapped in two OCTET STRINGS": this is the inner one.
        guard !isCritical, let inner = try? ASN1OctetString(derEncoded: value),
            let named = AAGUID(Array(inner.bytes))
        else { throw WebAuthnRejection(.certificateAAGUIDCritical) }
        guard named == model else { throw WebAuthnRejection(.certificateAAGUID) }
    }

    // MARK: Its key

    /// The certificate's key, to verify signatures of that algorithm. Throws where the two do not fit.
    func key(for algorithm: COSEAlgorithm) throws(WebAuthnRejection) -> PublicKey {
        guard let material else { throw WebAuthnRejection(.statementAlgorithm) }
        do throws(JOSEError) {
            switch (algorithm, material) {
            case (.es256, .elliptic(let x, let y)): return try PublicKey(x: x, y: y, on: .p256)
            case (.es384, .elliptic(let x, let y)): return try PublicKey(x: x, y: y, on: .p384)
            case (.es512, .elliptic(let x, let y)): return try PublicKey(x: x, y: y, on: .p521)
            case (.edDSA, .edwards(let x)): return try PublicKey(ed25519: x)
            case (.rs256, .rsa(let modulus, let exponent)):
                return try PublicKey(modulus: modulus, exponent: exponent)
            default: break
            }
        } catch {
            throw WebAuthnRejection(.statementAlgorithm)
        }
        throw WebAuthnRejection(.statementAlgorithm)
    }

    /// Whether the certificate is for the credential's own key.
    func certifies(_ key: COSEKey) -> Bool {
        material == key.material
    }

    private var material: COSEKey.Material? {
        let key = certificate.publicKey
        if let point = P256.Signing.PublicKey(key)?.rawRepresentation { return Self.elliptic(Array(point)) }
        if let point = P384.Signing.PublicKey(key)?.rawRepresentation { return Self.elliptic(Array(point)) }
        if let point = P521.Signing.PublicKey(key)?.rawRepresentation { return Self.elliptic(Array(point)) }
        if let x = Curve25519.Signing.PublicKey(key)?.rawRepresentation { return .edwards(x: Array(x)) }
        guard let numbers = try? _RSA.Signing.PublicKey(key)?.getKeyPrimitives() else { return nil }
        return .rsa(modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
    }

    private static func elliptic(_ point: [UInt8]) -> COSEKey.Material {
        .elliptic(x: Array(point.prefix(point.count / 2)), y: Array(point.suffix(point.count / 2)))
    }
}
