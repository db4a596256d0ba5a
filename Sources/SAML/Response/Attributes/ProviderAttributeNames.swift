/// The attribute names that identity providers send when nobody changes their settings, so that a connection works at the
/// first try (attacks 1.9 #139). The same facts stand in `metadata/saml/`, one file a provider, with their sources; a test
/// holds both equal.
package enum ProviderAttributeNames: String, Sendable, CaseIterable {
    case okta
    case entra
    case adfs
    case google
    case keycloak
    case jumpcloud
    case onelogin
    case ping
    case shibboleth

    /// Entra sends this in place of groups when there are more than 150.
    package static let groupOverage = "http://schemas.microsoft.com/claims/groups.link"

    private static let claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
    private static let microsoft = "http://schemas.microsoft.com/identity/claims/"
    private static let windows = "http://schemas.microsoft.com/ws/2008/06/identity/claims/"

    /// The preset of this provider.
    package var mapping: AttributeMapping {
        switch self {
        case .okta:
            AttributeMapping([
                .userName: ["login"],
                .email: ["email"],
                .givenName: ["firstName"],
                .familyName: ["lastName"],
                .displayName: ["displayName"],
                .groups: ["groups"],
            ])
        case .entra:
            AttributeMapping([
                .stableIdentifier: [Self.microsoft + "objectidentifier"],
                .userName: [Self.claims + "name"],
                .email: [Self.claims + "emailaddress"],
                .givenName: [Self.claims + "givenname"],
                .familyName: [Self.claims + "surname"],
                .displayName: [Self.microsoft + "displayname"],
                .groups: [Self.windows + "groups"],
            ])
        case .adfs:
            AttributeMapping([
                .stableIdentifier: [Self.windows + "primarysid"],
                .userName: [Self.claims + "upn", Self.windows + "windowsaccountname"],
                .email: [Self.claims + "emailaddress"],
                .givenName: [Self.claims + "givenname"],
                .familyName: [Self.claims + "surname"],
                .displayName: [Self.claims + "name"],
                .groups: ["http://schemas.xmlsoap.org/claims/Group", Self.windows + "role"],
            ])
        case .google:
            AttributeMapping([
                .email: ["email", "mail"],
                .givenName: ["firstName", "first_name", "givenName"],
                .familyName: ["lastName", "last_name", "surname"],
                .displayName: ["displayName", "name"],
                .groups: ["groups"],
            ])
        case .keycloak:
            AttributeMapping([
                .userName: ["username"],
                .email: ["email", "urn:oid:1.2.840.113549.1.9.1"],
                .givenName: ["firstName", "urn:oid:2.5.4.42"],
                .familyName: ["lastName", "urn:oid:2.5.4.4"],
                .groups: ["groups", "member"],
            ])
        case .jumpcloud:
            AttributeMapping([
                .userName: ["username"],
                .email: ["email", "User.email"],
                .givenName: ["firstname", "User.FirstName"],
                .familyName: ["lastname", "User.LastName"],
                .displayName: ["displayname"],
                .groups: ["memberOf"],
            ])
        case .onelogin:
            AttributeMapping([
                .email: ["User.email"],
                .givenName: ["User.FirstName"],
                .familyName: ["User.LastName"],
                .groups: ["memberOf", "User.MemberOf"],
            ])
        case .ping:
            AttributeMapping([
                .userName: ["SAML_SUBJECT"],
                .email: ["email", "mail"],
                .givenName: ["givenName", "firstName"],
                .familyName: ["sn", "lastName"],
                .groups: ["memberOf", "groups"],
            ])
        case .shibboleth:
            AttributeMapping([
                .stableIdentifier: [
                    "urn:oasis:names:tc:SAML:attribute:subject-id",
                    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
                    "urn:oid:1.3.6.1.4.1.5923.1.1.1.13",
                ],
                .userName: ["urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "urn:oid:0.9.2342.19200300.100.1.1"],
                .email: ["urn:oid:0.9.2342.19200300.100.1.3"],
                .givenName: ["urn:oid:2.5.4.42"],
                .familyName: ["urn:oid:2.5.4.4"],
                .displayName: ["urn:oid:2.16.840.1.113730.3.1.241"],
                .groups: ["urn:oid:1.3.6.1.4.1.5923.1.5.1.1"],
            ])
        }
    }
}
