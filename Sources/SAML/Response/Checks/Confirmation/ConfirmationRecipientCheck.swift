internal import Encoding

/// The assertion was made for delivery at our address.
package enum ConfirmationRecipientCheck: ConfirmationCheck {
    package static let code = SAMLCode(
        "SAML-CONF-03",
        reason: "The subject confirmation names another recipient than our ACS address, or none.",
        cure: "Enter the ACS address (also called reply URL, or recipient) at the identity provider exactly as "
            + "shown here."
    )

    package static func check(
        _ confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // SAML Profiles 2.0, section 4.1.4.2: Recipient is "the service provider's assertion consumer service URL";
        // attacks 1.6 #90.
        let expected = circumstances.serviceProvider.assertionConsumerService
        guard let recipient = confirmation.recipient, recipient.hasSameBytes(as: expected) else {
            throw refusal(
                "Recipient is \(SAMLRejection.quote(confirmation.recipient)), expected \(SAMLRejection.quote(expected))"
            )
        }
    }
}
