import FoundationEssentials
import SwiftASN1
// The time of judgement is a parameter here, which the library offers under this name.
@_spi(FixedExpiryValidationTime) import X509

/// The root certificates that attestations may lead to: of each model those that vouch for it, as a metadata statement of the
/// FIDO Metadata Service has them (`attestationRootCertificates`).
///
/// Bound to their models, since one list for all would let the maker of one authenticator vouch for the make of another's: a
/// TPM, or an Android phone's key, certifies whatever model the software on the machine claims.
package struct AttestationRoots: Sendable {
    private let stores: [AAGUID: CertificateStore]

    /// - Parameter certificates: DER, by model. Throws `WEBAUTHN-ATT-10` for one that can't be read.
    package init(_ certificates: [AAGUID: [[UInt8]]]) throws(WebAuthnRejection) {
        var stores: [AAGUID: CertificateStore] = [:]
        for (model, list) in certificates {
            var roots: [Certificate] = []
            for der in list { roots.append(try AttestationCertificate(der: der).certificate) }
            stores[model] = CertificateStore(roots)
        }
        self.stores = stores
    }

    private init() { stores = [:] }

    /// Nobody is trusted.
    package static let none = AttestationRoots()

    /// The models that can be proven.
    package var models: Set<AAGUID> { Set(stores.keys) }

    /// The certificates of a PEM file as DER, in order; nil where it is none, has something else in it, or has nothing.
    package static func certificates(pem text: String) -> [[UInt8]]? {
        guard let documents = try? PEMDocument.parseMultiple(pemString: text), !documents.isEmpty,
            documents.allSatisfy({ $0.discriminator == "CERTIFICATE" })
        else { return nil }
        return documents.map(\.derBytes)
    }

    /// Whether the chain leads to a root of that model at that moment, in seconds since 1970, by RFC 5280: signatures, dates,
    /// authority and length of path, constraints of names.
    func trust(_ chain: [AttestationCertificate], of model: AAGUID, at now: Int64) async -> Bool {
        // A root as its own leaf would be trusted at once; no root is an attestation key (attacks 4.1 #21).
        guard let store = stores[model], let leaf = chain.first, !leaf.isAuthority else { return false }
        // The chain is a path, each certified by the next (WebAuthn Level 3 section 8.2), and a path meets no name twice. The
        // library takes it for a set in which it looks for paths: among authorities of one name it would try every order.
        guard Set(chain.map(\.certificate.subject)).count == chain.count else { return false }
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
