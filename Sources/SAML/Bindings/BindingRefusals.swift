/// What can be wrong with how a message travelled (SAML Bindings 2.0, sections 3.4 and 3.5).
package enum BindingRefusals {
    static let wrongForm = SAMLCode(
        "SAML-BIND-01",
        reason: "The request is not a form as a browser sends it, or its percent escapes can't be read.",
        cure: "The message must come from the identity provider's own page by the HTTP-POST or HTTP-Redirect binding."
    )
    static let repeatedParameter = SAMLCode(
        "SAML-BIND-02",
        reason: "A SAML parameter stands twice, in query and body, or under a disguised name.",
        cure:
            "No identity provider sends this; treat the message as an attack, or look for a proxy that alters addresses."
    )
    static let noMessage = SAMLCode(
        "SAML-BIND-03",
        reason: "There is not exactly one SAML message of the kind expected here.",
        cure:
            "Open the sign-in page instead of this address, or check which address was entered for what at the identity "
            + "provider."
    )
    static let tooLarge = SAMLCode(
        "SAML-BIND-04",
        reason: "The message is larger than we read.",
        cure: "Let the identity provider send fewer attributes and groups."
    )
    static let notBase64 = SAMLCode(
        "SAML-BIND-05",
        reason: "The message is not base64.",
        cure: "Nothing between the identity provider and here may alter the form's fields."
    )
    static let notDeflated = SAMLCode(
        "SAML-BIND-06",
        reason: "The message is not DEFLATE data, or grows too much when it is inflated.",
        cure: "Messages by Redirect must be compressed by DEFLATE without a zlib header, as every product does."
    )
    static let responseByRedirect = SAMLCode(
        "SAML-BIND-07",
        reason: "The sign-in response came by the Redirect binding, which the profile forbids.",
        cure: "Choose HTTP-POST as the binding of the ACS address at the identity provider."
    )
    static let artifact = SAMLCode(
        "SAML-BIND-08",
        reason: "The response came by the Artifact binding, which is not supported.",
        cure: "Choose HTTP-POST as the binding of the ACS address at the identity provider."
    )
    static let relayState = SAMLCode(
        "SAML-BIND-09",
        reason: "RelayState is longer than 80 bytes.",
        cure: "Remove the fixed RelayState from the application's settings at the identity provider."
    )
    static let unsignedQuery = SAMLCode(
        "SAML-BIND-10",
        reason: "The message by Redirect is not signed, or only half of its signature is there.",
        cure: "Switch signing of logout messages on at the identity provider."
    )
    static let queryAlgorithm = SAMLCode(
        "SAML-BIND-11",
        reason: "The message by Redirect is signed with an algorithm that is not accepted.",
        cure: "Use RSA or ECDSA with SHA-256, SHA-384 or SHA-512 at the identity provider."
    )
    static let querySignature = SAMLCode(
        "SAML-BIND-12",
        reason: "The signature of the message by Redirect does not verify.",
        cure:
            "Load the identity provider's metadata again if its certificate changed. Nothing on the way may rewrite addresses."
    )
    static let queryEncoding = SAMLCode(
        "SAML-BIND-13",
        reason: "The message by Redirect has an encoding other than DEFLATE.",
        cure: "Use the standard DEFLATE encoding at the identity provider."
    )

    package static let codes = [
        wrongForm, repeatedParameter, noMessage, tooLarge, notBase64, notDeflated, responseByRedirect, artifact,
        relayState,
        unsignedQuery, queryAlgorithm, querySignature, queryEncoding,
    ]
}

/// Bounds of what a binding carries.
package enum BindingLimits {
    /// Bytes of base64 text (attacks 1.6 #108); a message with 150 groups has a tenth of it.
    package static let base64Bytes = 256 * 1_024
    /// Bytes of an inflated message (attacks 1.6 #111).
    package static let inflatedBytes = 256 * 1_024
    /// How much a message may grow by inflation; XML shrinks to a tenth, rarely to a thirtieth (attacks 1.6 #111).
    package static let inflationRatio = 100
    /// Bytes of RelayState (SAML Bindings 2.0, sections 3.4.3 and 3.5.3).
    package static let relayStateBytes = 80
    /// Bytes of a whole query or form: the message, its escapes, and the small parameters.
    package static let formBytes = 3 * base64Bytes + 8_192
    /// Parameters of a query or form; the bindings define six.
    package static let parameters = 32
}

/// Which of the two kinds a message is; the parameter's name says so.
package enum MessageKind: String, Sendable {
    case request = "SAMLRequest"
    case response = "SAMLResponse"
}
