internal import Encoding

/// The message was sent to our address.
package enum LogoutDestinationCheck: LogoutCheck {
    package static let code = SAMLCode(
        "SAML-SLO-03",
        reason: "The logout message is addressed to another address than ours, or to none.",
        cure: "Enter the SLO address at the identity provider exactly as shown here: scheme, host, port, path, no "
            + "slash added."
    )

    package static func check(
        _ envelope: LogoutEnvelope,
        in circumstances: LogoutCircumstances
    ) throws(SAMLRejection) {
        // SAML Bindings 2.0, sections 3.4.5.2 and 3.5.5.2: a signed message must carry Destination; attacks 1.7 #116.
        guard let destination = envelope.destination, destination.hasSameBytes(as: circumstances.address) else {
            throw refusal(
                "Destination is \(SAMLRejection.quote(envelope.destination)), expected "
                    + SAMLRejection.quote(circumstances.address)
            )
        }
    }
}
