/// All codes of the engine. The documentation page `SAMLCodes` is made from this list, and a test holds them equal.
package enum SAMLCatalogue {
    /// Sorted by name; every name once.
    package static let all: [SAMLCode] = {
        let checks =
            ResponseChecks.ofEnvelope.map { $0.code } + ResponseChecks.ofAssertion.map { $0.code }
            + ResponseChecks.ofConfirmation.map { $0.code } + LogoutChecks.ofEnvelope.map { $0.code }
        let others =
            BindingRefusals.codes + DocumentReading.codes + MessageForm.codes + ParsedResponse.codes + SignatureGate.codes
            + SignatureRefusal.codes + TrustedIdentityProvider.codes + AttributeElement.codes + AttributeSet.codes
            + AttributeMapping.codes + MetadataRefusals.codes + LogoutRefusals.codes
        return (checks + others).sorted { $0.name < $1.name }
    }()

    /// The catalogue as the documentation page shows it, Markdown.
    package static func page() -> String {
        var page = """
            # SAML codes

            Why a SAML message, logout or metadata was refused, and what to do about it.

            ## Overview

            Each code is one check of the engine and keeps its meaning for ever. The sign-in log, the flight recorder and
            `identity-gateway inspect saml` show the same code, with the detail of the message at hand.


            """
        for code in all {
            page += "### \(code.name)\n\n\(code.reason)\n\n**Cure:** \(code.cure)\n\n"
        }
        page.removeLast()
        return page
    }
}
