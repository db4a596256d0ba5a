import Crypto
import SwiftASN1
import WebAuthn
package import X509

/// What an attestation statement is made of, beside what it attests; each part can be changed.
package struct AttestationForge {
    /// Signs certificates.
    package var authority: CertificateForge.Authority
    /// Signs statements where the credential's key does not.
    package var key = CredentialKey.p256(P256.Signing.PrivateKey())
    /// Changes the first certificate before it is signed.
    package var editCertificate: (inout CertificateForge) throws -> Void = { _ in }
    /// Certificates after the first.
    package var intermediates: [[UInt8]] = []
    package var tpm = TPMForge()
    package var android = AndroidForge()

    package init() throws {
        authority = try CertificateForge.Authority(name: "Example Root")
    }

    /// The statement of a format over `subject`, valid as long as no part was changed.
    func statement(_ format: String, _ subject: Subject) throws -> [(String, ForgedCBOR)] {
        switch format {
        case "packed": try packed(subject)
        case "packed-self": try selfSigned(subject)
        case "fido-u2f": try u2f(subject)
        case "apple": try apple(subject)
        case "android-key": try androidKey(subject)
        case "tpm": try tpm(subject)
        default: []
        }
    }

    /// What is attested.
    struct Subject {
        let relyingPartyIDHash: [UInt8]
        let authenticatorData: [UInt8]
        let clientDataHash: [UInt8]
        let credentialID: [UInt8]
        let aaguid: [UInt8]
        let key: CredentialKey

        var signedBytes: [UInt8] { authenticatorData + clientDataHash }
    }

    private func packed(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        var forge = CertificateForge(key: key.certificateKey, issuer: authority)
        forge.subject = try CertificateForge.packedSubject()
        forge.extensions = [
            Certificate.Extension(
                oid: CertificateForge.modelExtension,
                critical: false,
                value: ([0x04, 0x10] + subject.aaguid)[...]
            )
        ]
        return [
            ("alg", .number(key.algorithm.rawValue)), ("sig", .bytes(try key.sign(subject.signedBytes))),
            ("x5c", try chain(forge)),
        ]
    }

    private func selfSigned(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        [
            ("alg", .number(subject.key.algorithm.rawValue)),
            ("sig", .bytes(try subject.key.sign(subject.signedBytes))),
        ]
    }

    private func u2f(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        let (x, y) = subject.key.coordinates
        let message =
            [0x00] + subject.relyingPartyIDHash + subject.clientDataHash + subject.credentialID + [0x04] + x + y
        return [
            ("sig", .bytes(try key.sign(message))),
            ("x5c", try chain(CertificateForge(key: key.certificateKey, issuer: authority))),
        ]
    }

    private func apple(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        var forge = CertificateForge(key: subject.key.certificateKey, issuer: authority)
        forge.extensions = [Self.appleNonce(Array(SHA256.hash(data: subject.signedBytes)))]
        return [("x5c", try chain(forge))]
    }

    private func androidKey(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        var forge = CertificateForge(key: subject.key.certificateKey, issuer: authority)
        forge.extensions = [android.description(challenge: subject.clientDataHash)]
        return [
            ("alg", .number(subject.key.algorithm.rawValue)),
            ("sig", .bytes(try subject.key.sign(subject.signedBytes))), ("x5c", try chain(forge)),
        ]
    }

    private func tpm(_ subject: Subject) throws -> [(String, ForgedCBOR)] {
        var forge = CertificateForge(key: key.certificateKey, issuer: authority)
        forge.extensions = [
            try CertificateForge.tpmName(),
            try Certificate.Extension(ExtendedKeyUsage([.init(oid: [2, 23, 133, 8, 3])]), critical: false),
        ]
        let area = try tpm.publicArea(of: subject.key)
        let info = tpm.certifyInfo(area: area, attested: subject.signedBytes)
        return [
            ("alg", .number(key.algorithm.rawValue)), ("sig", .bytes(try key.sign(info))), ("ver", .text("2.0")),
            ("x5c", try chain(forge)), ("pubArea", .bytes(area)), ("certInfo", .bytes(info)),
        ]
    }

    private func chain(_ forge: CertificateForge) throws -> ForgedCBOR {
        var forge = forge
        try editCertificate(&forge)
        return .array(([try forge.der()] + intermediates).map { .bytes($0) })
    }

    /// The extension of Apple's certificates that binds them to a registration.
    package static func appleNonce(_ nonce: [UInt8]) -> Certificate.Extension {
        let inner = [0x04, UInt8(nonce.count)] + nonce
        let tagged = [0xA1, UInt8(inner.count)] + inner
        return Certificate.Extension(
            oid: [1, 2, 840, 113635, 100, 8, 2],
            critical: false,
            value: ([0x30, UInt8(tagged.count)] + tagged)[...]
        )
    }
}
