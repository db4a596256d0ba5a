import FoundationEssentials
import SwiftASN1
// The time of judgement is a parameter here, which the library offers under this name.
@_spi(FixedExpiryValidationTime) import X509

/// The root certificates that attestations may lead to.
package struct AttestationRoots: Sendable {
    private let store: CertificateStore

    /// - Parameter certificates: DER. Throws `WEBAUTHN-ATT-10` for one that can't be read.
    package init(_ certificates: [[UInt8]]) throws(WebAuthnRejection) {
        var roots: [Certificate] = []
        for der in certificates { roots.append(try AttestationCertificate(der: der).certificate) }
        store = CertificateStore(roots)
    }

    /// Whether the chain leads to a root at that moment, in seconds since 1970, by RFC 5280: signatures, dates, authority
    /// and length of path, constraints of names.
    func trust(_ chain: [AttestationCertificate], at now: Int64) async -> Bool {
        // A root as its own leaf would be trusted at once; no root is an attestation key (attacks 4.1 #21).
        guard let leaf = chain.first, !leaf.isAuthority else { return false }
        var verifier = Verifier(rootCertificates: store) {
            RFC5280Policy(fixedExpiryValidationTime: Date(timeIntervalSince1970: Double(now)))
            CheckedExtensions()
        }
        let result = await verifier.validate(
            leaf: leaf.certificate,
            intermediates: CertificateStore(chain.dropFirst().map(\.certificate))
        )
        guard case .validCertificate = result else { return false }
        return true
    }
}

/// Critical extensions that the formats themselves check: the alternative name and the key usage of TPM certificates.
private struct CheckedExtensions: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        .meetsPolicy
    }
}

extension AttestationCertificate {
    fileprivate var isAuthority: Bool {
        guard let constraints = try? certificate.extensions.basicConstraints else { return false }
        return constraints != .notCertificateAuthority
    }
}
