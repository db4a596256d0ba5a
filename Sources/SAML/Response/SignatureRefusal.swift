internal import XMLSecurity

/// Turns what XMLSecurity refuses into codes of the catalogue. XMLSecurity has a case for each of its checks; an admin needs
/// to know which of few things to do, so cases with one cure share a code and the detail names the case.
enum SignatureRefusal {
    static let wrongKey = SAMLCode(
        "SAML-SIG-05",
        reason: "The signature was not made with any certificate of this connection.",
        cure: "Load the identity provider's metadata again: its signing certificate may have changed."
    )
    static let wrongPlace = SAMLCode(
        "SAML-SIG-06",
        reason: "The signature, or the element it signs, does not stand where it must, once.",
        cure:
            "No known identity provider sends this; treat the message as an attack, or report it to the provider's vendor."
    )
    static let wrongForm = SAMLCode(
        "SAML-SIG-07",
        reason: "The signature holds something that a SAML signature must not hold, or lacks something.",
        cure:
            "No known identity provider sends this; treat the message as an attack, or report it to the provider's vendor."
    )
    static let wrongReference = SAMLCode(
        "SAML-SIG-08",
        reason: "The signature refers to something else than the element it stands in.",
        cure:
            "No known identity provider sends this; treat the message as an attack, or report it to the provider's vendor."
    )
    static let wrongTransform = SAMLCode(
        "SAML-SIG-09",
        reason: "The signature uses a transform or canonicalization that is not accepted.",
        cure:
            "Use the enveloped-signature transform and exclusive canonicalization without comments at the identity provider."
    )
    static let wrongAlgorithm = SAMLCode(
        "SAML-SIG-10",
        reason: "The signature uses an algorithm that is not accepted, such as SHA-1.",
        cure: "Use RSA or ECDSA with SHA-256, SHA-384 or SHA-512, for signature and digest, at the identity provider."
    )
    static let altered = SAMLCode(
        "SAML-SIG-11",
        reason: "What was signed has been changed since.",
        cure: "Nothing between the identity provider and here may alter the message, not even its white space."
    )

    static let codes = [
        wrongKey, wrongPlace, wrongForm, wrongReference, wrongTransform, wrongAlgorithm, altered,
    ]

    /// For a signature inside a document.
    static func rejection(for error: XMLSignatureRejection) -> SAMLRejection {
        SAMLRejection(code(for: error), detail: "\(error)")
    }

    /// For a signature in a query.
    static func queryRejection(for error: XMLSignatureRejection) -> SAMLRejection {
        let code =
            switch error {
            case .algorithmNotAllowed: BindingRefusals.queryAlgorithm
            default: BindingRefusals.querySignature
            }
        return SAMLRejection(code, detail: "\(error)")
    }

    private static func code(for error: XMLSignatureRejection) -> SAMLCode {
        switch error {
        case .libraryUnavailable: DocumentReading.libraryUnavailable
        case .unreadable(let reading): DocumentReading.code(for: reading)
        case .noKey: TrustedIdentityProvider.noKey
        // A value whose length fits no pinned key is what a change of the provider's key looks like.
        case .keyKind, .signatureMismatch, .signatureValue: wrongKey
        case .elementMissing, .elementRepeated, .elementWithoutID, .signatureMissing, .signatureRepeated,
            .signatureMisplaced:
            wrongPlace
        case .foreignContent, .foreignKeyInfo, .referenceCount, .digestValue, .signedBytes: wrongForm
        case .referenceURI: wrongReference
        case .canonicalizationNotAllowed, .transformsNotAllowed, .prefixList: wrongTransform
        case .algorithmNotAllowed, .digestNotAllowed: wrongAlgorithm
        case .digestMismatch: altered
        }
    }
}
