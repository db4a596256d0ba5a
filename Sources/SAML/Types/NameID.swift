internal import Encoding

/// How an identity provider names a person (SAML Core 2.0, sections 2.2.3 and 8.3).
package struct NameID: Sendable, Equatable {
    /// The name itself: text, exactly as signed.
    package let value: String
    package let format: NameIDFormat
    /// The domain that the name is unique in; usually the identity provider.
    package let nameQualifier: String?
    /// The service provider, or group of them, that the name was made for.
    package let serviceProviderQualifier: String?

    /// SAML Core 2.0, section 8.3.7, bounds persistent names to 256 characters; we bound every name so (attacks 1.6 #103).
    package static let mostCharacters = 256

    package init(
        value: String,
        format: NameIDFormat,
        nameQualifier: String? = nil,
        serviceProviderQualifier: String? = nil
    ) {
        self.value = value
        self.format = format
        self.nameQualifier = nameQualifier
        self.serviceProviderQualifier = serviceProviderQualifier
    }
}

/// The formats of SAML Core 2.0, section 8.3; what is not listed there is carried as ``other(_:)``.
package enum NameIDFormat: Sendable, Hashable {
    case unspecified
    case emailAddress
    case x509SubjectName
    case windowsDomainQualifiedName
    case kerberos
    case entity
    case persistent
    case transient
    case other(String)

    private static let listed: [(format: NameIDFormat, uri: String)] = [
        (.unspecified, "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"),
        (.emailAddress, "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
        (.x509SubjectName, "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"),
        (.windowsDomainQualifiedName, "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName"),
        (.kerberos, "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos"),
        (.entity, "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"),
        (.persistent, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
        (.transient, "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
    ]

    /// Reads the `Format` attribute; absent means unspecified (SAML Core 2.0, section 2.2.2).
    package init(uri: String?) {
        guard let uri else {
            self = .unspecified
            return
        }
        self = Self.listed.first { $0.uri.hasSameBytes(as: uri) }?.format ?? .other(uri)
    }

    /// The identifier as messages carry it.
    package var uri: String {
        if case .other(let uri) = self { return uri }
        return Self.listed.first { $0.format == self }?.uri ?? ""
    }
}
