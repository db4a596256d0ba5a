/// The NameID was made for us.
package enum NameIDRecipientCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-NAME-03",
        reason: "The NameID was made for another service provider.",
        cure: "Compare the SPNameQualifier in the detail with our entity ID as the identity provider knows it."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, sections 2.2.2 and 8.3.7: SPNameQualifier names the provider, or an affiliation (which we are not in);
        // attacks 1.6 #103.
        guard let qualifier = assertion.subject?.nameID?.serviceProviderQualifier else { return }
        guard circumstances.serviceProvider.entityID.isNamed(by: qualifier) else {
            throw refusal("SPNameQualifier is \(SAMLRejection.quote(qualifier))")
        }
    }
}
