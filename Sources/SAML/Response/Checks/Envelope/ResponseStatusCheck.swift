internal import Encoding

/// The identity provider says success, once.
package enum ResponseStatusCheck: EnvelopeCheck {
    package static let code = SAMLCode(
        "SAML-STAT-01",
        reason: "The identity provider did not sign the person in; it answered with an error status.",
        cure: "Look up the status in the detail in the identity provider's own log: often the person is not "
            + "assigned to the application, or cancelled."
    )

    package static func check(_ envelope: ResponseEnvelope, in circumstances: Circumstances) throws(SAMLRejection) {
        // SAML Core 2.0, section 3.2.2.2: any other top-level code is a failure, and Status holds exactly one; attacks 1.6 #99.
        guard envelope.status.codes.count == 1, envelope.status.codes[0].hasSameBytes(as: SAMLURI.success) else {
            throw refusal(
                "status \(envelope.status.codes.map { SAMLRejection.quote($0) }.joined(separator: " and ")), "
                    + "second level \(SAMLRejection.quote(envelope.status.subcode)), "
                    + "message \(SAMLRejection.quote(envelope.status.message))"
            )
        }
    }
}
