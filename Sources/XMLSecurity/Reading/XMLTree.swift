/// A document that anybody may have sent, read strictly within bounds. **It is not believed**: it serves to find out who claims
/// to speak and what is signed. Facts come from ``VerifiedXML`` (attacks 0, rules 1 and 2).
package struct XMLTree: Sendable {
    package let root: XMLElement

    /// Reads a document.
    ///
    /// - Parameter bytes: the document, UTF-8, with or without byte order mark and XML declaration.
    /// - Throws: the first check of attacks 2.1 that fails.
    package init(reading bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLReadingError) {
        let document = try ParsedDocument(reading: bytes, limits: limits)
        root = document.withRoot { XMLElement(copying: $0) }
    }
}
