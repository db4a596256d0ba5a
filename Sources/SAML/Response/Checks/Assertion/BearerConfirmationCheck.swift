internal import Encoding

/// At least one bearer confirmation is good in every respect.
///
/// Several confirmations may stand there, for other bringers or other recipients (attacks 1.6 #91, 1.9 #142). Where none is
/// good, the first bearer's own rejection is thrown, since it says most; ``code`` is for an assertion without any bearer.
package enum BearerConfirmationCheck: AssertionCheck {
    package static let code = SAMLCode(
        "SAML-CONF-01",
        reason: "The assertion has no subject confirmation of the kind bearer.",
        cure: "Set the application up for the Web Browser SSO profile at the identity provider; holder-of-key and "
            + "sender-vouches are not supported."
    )

    package static func check(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        var first: SAMLRejection?
        // SAML Profiles 2.0, section 4.1.4.2: "at least one bearer SubjectConfirmation".
        for confirmation in assertion.subject?.confirmations ?? []
        where confirmation.method.hasSameBytes(as: SAMLURI.bearer) {
            guard let rejection = rejection(of: confirmation, of: envelope, in: circumstances) else { return }
            first = first ?? rejection
        }
        throw first ?? refusal()
    }

    /// The good confirmations; the validator takes the expiry from them.
    static func good(
        in assertion: Assertion,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) -> [SubjectConfirmation] {
        (assertion.subject?.confirmations ?? []).filter {
            $0.method.hasSameBytes(as: SAMLURI.bearer) && rejection(of: $0, of: envelope, in: circumstances) == nil
        }
    }

    private static func rejection(
        of confirmation: SubjectConfirmation,
        of envelope: ResponseEnvelope,
        in circumstances: Circumstances
    ) -> SAMLRejection? {
        do throws(SAMLRejection) {
            for check in ResponseChecks.ofConfirmation {
                try check.check(confirmation, of: envelope, in: circumstances)
            }
            return nil
        } catch {
            return error
        }
    }
}
