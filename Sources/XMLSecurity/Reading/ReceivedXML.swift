internal import CXMLSecurity

/// A document that anybody may have sent, read strictly within bounds: as a value that we read, and as the library's own tree,
/// freed with this object, on which what is signed is verified without another parse. **Nothing of it is believed**: it says
/// who claims to speak and what is signed; facts come from ``VerifiedXML`` (attacks 0, rules 1 and 2).
///
/// It is not `Sendable`: the call that reads it uses it up.
@safe package final class ReceivedXML {
    /// The root with all it holds.
    package let root: XMLElement
    private let document: StrictParser.Document
    private let nodes: [xmlNodePtr?]

    /// What happens to comments.
    package enum Comments: Sendable {
        /// A document with one is refused: the rule for messages (attacks 1.3 #43).
        case refused
        /// They are left out before anything is built, so that text on both sides of one is read as one, as a
        /// canonicalization without comments has it. For metadata, which people write.
        case leftOut
    }

    /// Reads by ``StrictParser``.
    ///
    /// - Parameter bytes: the document, UTF-8, with or without byte order mark and XML declaration.
    /// - Throws: the first check of attacks 2.1 that fails.
    package init(
        reading bytes: [UInt8],
        comments: Comments = .refused,
        limits: XMLLimits = .standard
    ) throws(XMLReadingError) {
        let parser = StrictParser(comments: comments, limits: limits)
        unsafe (root, document, nodes) = try parser.rootAndTree(of: bytes)
    }

    /// Lends the library's nodes of this document's elements; none may be kept beyond the call.
    func withNodes<R, E: Error>(_ body: ((XMLElement) -> LibraryNode) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body { element in
            guard element.content === self.root.content, let node = unsafe self.nodes[element.place] else {
                preconditionFailure("an element of another document")
            }
            return unsafe LibraryNode(node)
        }
    }

    /// The element at that place; nil unless there is exactly one.
    package func element(at place: SignedElement) -> XMLElement? {
        try? SignaturePosition.element(place, under: root)
    }

    /// Whether the element has a `Signature` among its direct children: which signatures have to be verified, not whether they
    /// hold.
    package func hasSignature(at place: SignedElement) -> Bool {
        SignaturePosition.candidates(place, under: root).contains { element in
            !element.elements("Signature", in: SignatureForm.namespace).isEmpty
        }
    }
}
