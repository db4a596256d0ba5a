/// What an identity provider says about itself (SAML Metadata 2.0, section 2.4.3), as far as a connection needs it.
///
/// It is a proposal: an admin, or a pinned signature, decides whether it becomes a connection's trust.
package struct IdentityProviderMetadata: Sendable {
    package let entityID: EntityID
    /// Certificates, DER, that responses may be signed with, in order; at least one. Each is a key container only.
    package let signingCertificates: [[UInt8]]
    /// Certificates, DER, that we may encrypt for.
    package let encryptionCertificates: [[UInt8]]
    /// Where to send sign-in requests; Redirect and POST only, at least one.
    package let signOnEndpoints: [MetadataEndpoint]
    /// Where to send logout messages; Redirect and POST only.
    package let logoutEndpoints: [MetadataEndpoint]
    package let nameIDFormats: [NameIDFormat]
    /// Whether our requests must be signed.
    package let wantsSignedRequests: Bool
    /// After this the metadata must not be used; the earliest of all that apply.
    package let validUntil: SAMLInstant?
    /// How long a copy may be kept before it is fetched anew, in seconds.
    package let cacheSeconds: Int64?

    /// The first endpoint of that binding.
    package func signOnEndpoint(_ binding: MetadataEndpoint.Binding) -> MetadataEndpoint? {
        signOnEndpoints.first { $0.binding == binding }
    }

    /// The first logout endpoint of that binding.
    package func logoutEndpoint(_ binding: MetadataEndpoint.Binding) -> MetadataEndpoint? {
        logoutEndpoints.first { $0.binding == binding }
    }

    /// Refuses metadata past its `validUntil` (SAML Metadata 2.0, section 2.3.2; attacks 1.8 #123).
    ///
    /// - Parameters:
    ///   - now: the moment of judgement.
    ///   - grace: seconds that expired metadata is still used for, while an alarm goes off.
    /// - Throws: `SAML-META-10`.
    package func checkFreshness(at now: SAMLInstant, grace: Int64 = 0) throws(SAMLRejection) {
        guard let validUntil, now >= validUntil.adding(seconds: grace) else { return }
        throw SAMLRejection(MetadataRefusals.expired, detail: "validUntil \(validUntil), now \(now)")
    }
}

/// An address in metadata with the binding it speaks (SAML Metadata 2.0, section 2.2.2).
package struct MetadataEndpoint: Sendable, Equatable {
    package let binding: Binding
    package let location: String
    /// Where answers go when that is another address (attacks 1.9 #150).
    package let responseLocation: String?

    package init(binding: Binding, location: String, responseLocation: String? = nil) {
        self.binding = binding
        self.location = location
        self.responseLocation = responseLocation
    }

    /// The bindings that we speak; endpoints of others are passed over.
    package enum Binding: Sendable, CaseIterable {
        case redirect
        case post

        package var uri: String {
            switch self {
            case .redirect: SAMLURI.redirectBinding
            case .post: SAMLURI.postBinding
            }
        }

        init?(uri: String) {
            guard let binding = Self.allCases.first(where: { $0.uri.utf8.elementsEqual(uri.utf8) }) else { return nil }
            self = binding
        }
    }
}
