internal import XMLSecurity

/// Reading the XML itself, before anything is known to be SAML.
package enum DocumentReading {
    static let notWellFormed = SAMLCode(
        "SAML-XML-01",
        reason: "The message is not well-formed XML in UTF-8, or it uses namespaces wrongly.",
        cure: "Nothing between the identity provider and here may alter the message. If it arrives unaltered, report it to the "
            + "provider's vendor."
    )
    static let forbiddenMarkup = SAMLCode(
        "SAML-XML-02",
        reason: "The message holds a document type, comment, processing instruction or CDATA section.",
        cure: "No identity provider needs these in a message; treat it as an attack, or remove the comment from the template."
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

    package static let codes = [notWellFormed, forbiddenMarkup, tooLarge, ambiguousID]

    /// Reads a document strictly.
    ///
    /// - Throws: `SAML-XML-…`.
    static func tree(of bytes: [UInt8]) throws(SAMLRejection) -> XMLTree {
        do {
            return try XMLTree(reading: bytes)
        } catch {
            throw SAMLRejection(notWellFormed, detail: "\(error)")
        }
    }
}
