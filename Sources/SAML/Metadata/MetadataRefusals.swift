/// What can be wrong with an identity provider's metadata (SAML Metadata 2.0), in words for the admin who loads it.
package enum MetadataRefusals {
    static let notMetadata = SAMLCode(
        "SAML-META-01",
        reason: "The document is not SAML metadata.",
        cure:
            "Look for a link named metadata or federation metadata at the identity provider; its root is EntityDescriptor."
    )
    static let severalProviders = SAMLCode(
        "SAML-META-02",
        reason: "The metadata describes several identity providers.",
        cure: "Name the entity ID of the one that is meant; the detail lists them."
    )
    static let notFound = SAMLCode(
        "SAML-META-03",
        reason: "The metadata does not describe the identity provider that was named.",
        cure: "Compare the entity ID character by character, or load the metadata of the other provider."
    )
    static let noProvider = SAMLCode(
        "SAML-META-04",
        reason: "The metadata describes no identity provider, only other roles.",
        cure: "Load the identity provider's metadata; this may be a service provider's."
    )
    static let repeatedRole = SAMLCode(
        "SAML-META-05",
        reason: "One entity describes the role of identity provider twice.",
        cure: "Load the metadata that belongs to this application only, or report it to the provider's vendor."
    )
    static let noSignOnAddress = SAMLCode(
        "SAML-META-06",
        reason: "The metadata names no sign-on address by Redirect or POST.",
        cure: "Enable the HTTP-Redirect or HTTP-POST binding at the identity provider."
    )
    static let wrongAddress = SAMLCode(
        "SAML-META-07",
        reason: "An address in the metadata is not an https address.",
        cure: "Serve the identity provider over https and load its metadata again."
    )
    static let noCertificate = SAMLCode(
        "SAML-META-08",
        reason: "The metadata holds no signing certificate.",
        cure: "Enable signing at the identity provider, then load its metadata again."
    )
    static let unreadableCertificate = SAMLCode(
        "SAML-META-09",
        reason: "A certificate in the metadata can't be read.",
        cure: "Load the metadata again from the identity provider itself; a copied text is often cut or broken."
    )
    static let expired = SAMLCode(
        "SAML-META-10",
        reason: "The metadata has expired.",
        cure: "Load the identity provider's metadata again; where it is loaded by itself, see why that fails."
    )
    static let wrongProtocol = SAMLCode(
        "SAML-META-11",
        reason: "The identity provider does not offer SAML 2.0.",
        cure: "Enable SAML 2.0 at the identity provider, or use OpenID Connect."
    )
    static let unusableEntityID = SAMLCode(
        "SAML-META-12",
        reason: "The entity ID is missing, too long, or holds blanks.",
        cure: "Correct the entity ID at the identity provider, and load its metadata again."
    )
    static let unsigned = SAMLCode(
        "SAML-META-13",
        reason: "The metadata is not signed by the key that was pinned for it.",
        cure: "Compare the pinned certificate with the one the federation or provider publishes."
    )
    static let tooManyKeys = SAMLCode(
        "SAML-META-14",
        reason: "The metadata holds more keys or addresses than an identity provider needs.",
        cure: "Remove old certificates at the identity provider; the one in use and the next are enough."
    )

    package static let codes = [
        notMetadata, severalProviders, notFound, noProvider, repeatedRole, noSignOnAddress, wrongAddress, noCertificate,
        unreadableCertificate, expired, wrongProtocol, unusableEntityID, unsigned, tooManyKeys,
    ]
}
