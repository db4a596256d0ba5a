/// Every audience restriction names us.
package enum AudienceCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-AUD-01",
        reason: "The assertion is meant for another application.",
        cure: "Enter our entity ID as the audience (also called SP entity ID, or identifier) at the identity "
            + "provider, character by character."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Core 2.0, section 2.5.1.4: restrictions are joined by "and", audiences inside one by "or"; attacks 1.6 #92.
        let us = circumstances.serviceProvider.entityID
        for audiences in assertion.conditions?.audienceRestrictions ?? [] {
            guard audiences.contains(where: { us.isNamed(by: $0) }) else {
                let found = audiences.prefix(3).map { SAMLRejection.quote($0) }.joined(separator: ", ")
                throw refusal("audience \(found), expected \(SAMLRejection.quote(us.text))")
            }
        }
    }
}
