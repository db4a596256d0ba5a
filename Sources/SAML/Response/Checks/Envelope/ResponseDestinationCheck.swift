internal import Encoding

/// The response was sent to our address.
package enum ResponseDestinationCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-DEST-01",
        reason: "The response is addressed to another address than ours.",
        cure: "Enter the ACS address at the identity provider exactly as shown here: scheme, host, port, path, no "
            + "slash added."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        guard let destination = envelope.destination else {
            // SAML Bindings 2.0, section 3.5.5.2: a signed message must carry Destination; attacks 1.6 #89.
            guard !envelope.isSigned else { throw refusal("Destination is absent on a signed response") }
            return
        }
        // SAML Core 2.0, section 3.2.2: "the actual recipient MUST check that the URI reference identifies the location at which
        // the message was received"; compared byte for byte.
        guard destination.hasSameBytes(as: circumstances.serviceProvider.assertionConsumerService) else {
            throw refusal(
                "Destination is \(SAMLRejection.quote(destination)), expected "
                    + SAMLRejection.quote(circumstances.serviceProvider.assertionConsumerService)
            )
        }
    }
}
