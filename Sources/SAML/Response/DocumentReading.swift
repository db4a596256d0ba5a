internal import XMLSecurity

/// Reading the XML itself, before anything is known to be SAML.
package enum DocumentReading {
    static let notWellFormed = SAMLCode(
        "SAML-XML-01",
        reason: "The message is not well-formed XML in UTF-8, or it uses namespaces wrongly.",
        cure:
            "Nothing between the identity provider and here may alter the message. If it arrives unaltered, report it to the "
            + "provider's vendor."
    )
    static let forbiddenMarkup = SAMLCode(
        "SAML-XML-02",
        reason: "The message holds a document type, comment, processing instruction or CDATA section.",
        cure:
            "No identity provider needs these in a message; treat it as an attack, or remove the comment from the template."
    )
    static let tooLarge = SAMLCode(
        "SAML-XML-03",
        reason: "The message is larger, deeper or has more elements or attributes than we read.",
        cure: "Let the identity provider send fewer attributes and groups."
    )
    static let ambiguousID = SAMLCode(
        "SAML-XML-04",
        reason: "Two elements bear the same ID, or an ID stands in a namespace.",
        cure: "No identity provider sends this; treat the message as an attack."
    )

    static let libraryUnavailable = SAMLCode(
        "SAML-XML-05",
        reason: "The XML library of this server could not be used.",
        cure: "This is a fault of the server, not of the message: look at its memory and its log."
    )

    package static let codes = [notWellFormed, forbiddenMarkup, tooLarge, ambiguousID, libraryUnavailable]

    /// Reads a document strictly.
    ///
    /// - Throws: `SAML-XML-…`.
    static func document(
        _ bytes: [UInt8],
        comments: ReceivedXML.Comments = .refused
    ) throws(SAMLRejection) -> ReceivedXML {
        do {
            return try ReceivedXML(reading: bytes, comments: comments)
        } catch {
            throw SAMLRejection(code(for: error), detail: "\(error)")
        }
    }

    static func code(for error: XMLReadingError) -> SAMLCode {
        switch error {
        case .documentType, .comment, .cdata, .processingInstruction: forbiddenMarkup
        case .tooLarge, .tooDeep, .tooManyElements, .tooManyAttributes, .tooManyNamespaces, .namespaceTooLong: tooLarge
        case .xmlID, .namespacedID, .repeatedID: ambiguousID
        case .malformedID: MessageForm.unusableID
        case .libraryUnavailable: libraryUnavailable
        case .empty, .notUTF8, .notWellFormed, .namespacesNotWellFormed, .parserReport, .wrongVersion, .wrongEncoding,
            .unexpectedNode:
            notWellFormed
        }
    }
}
