internal import CXMLSecurity

/// A document that anybody may have sent, read strictly within bounds: the library's own tree, freed with this object, so that
/// what is signed in it is verified without another parse. **Nothing of it is believed**: it says who claims to speak and what
/// is signed; facts come from ``VerifiedXML`` (attacks 0, rules 1 and 2).
///
/// It is not `Sendable`: the call that reads it uses it up.
@safe package final class ReceivedXML {
    private let document: xmlDocPtr
    private let top: xmlNodePtr

    /// What happens to comments.
    package enum Comments: Sendable {
        /// A document with one is refused: the rule for messages (attacks 1.3 #43).
        case refused
        /// They are left out before the tree is built, so that text on both sides of one is read as one, as a
        /// canonicalization without comments has it. For metadata, which people write.
        case leftOut
    }

    /// Parses with a context of its own and options exactly NONET and PEDANTIC; any report of the parser refuses
    /// (attacks 2.1 #1, #2).
    ///
    /// - Parameter bytes: the document, UTF-8, with or without byte order mark and XML declaration.
    /// - Throws: the first check of attacks 2.1 that fails.
    package init(
        reading bytes: [UInt8],
        comments: Comments = .refused,
        limits: XMLLimits = .standard
    ) throws(XMLReadingError) {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        LibraryState.forgetErrors()
        try ByteScan.check(bytes, comments: comments, limits: limits)
        guard let context = unsafe xmlNewParserCtxt() else { throw .libraryUnavailable }
        defer { unsafe xmlFreeParserCtxt(context) }
        unsafe cxml_watch_reports(context)
        if comments == .leftOut { unsafe cxml_leave_out_comments(context) }
        let parsed = unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlCtxtReadMemory(
                context,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt(buffer.count),
                nil,
                nil,
                CInt(bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_PEDANTIC.rawValue)
            )
        }
        guard let parsed = unsafe parsed else {
            throw unsafe context.pointee.wellFormed == 1 && context.pointee.nsWellFormed == 0
                ? .namespacesNotWellFormed : .notWellFormed
        }
        do throws(XMLReadingError) {
            try unsafe Self.check(context.pointee, parsed.pointee)
            guard unsafe cxml_has_report(context) == 0 else { throw .parserReport }
            guard let element = unsafe xmlDocGetRootElement(parsed) else { throw .notWellFormed }
            var scan = StructureScan(limits: limits)
            unsafe try scan.check(documentChildren: parsed.pointee.children)
            unsafe top = element
        } catch {
            unsafe xmlFreeDoc(parsed)
            throw error
        }
        unsafe document = parsed
    }

    deinit {
        unsafe xmlFreeDoc(document)
    }

    /// attacks 2.1 #3: what the parser knows of the document as a whole.
    private static func check(_ context: xmlParserCtxt, _ document: xmlDoc) throws(XMLReadingError) {
        guard unsafe context.wellFormed == 1 else { throw .notWellFormed }
        guard unsafe context.nsWellFormed == 1 else { throw .namespacesNotWellFormed }
        guard unsafe document.intSubset == nil, unsafe document.extSubset == nil else {
            throw .documentType
        }
        guard let version = unsafe document.version, unsafe String(cString: version) == "1.0" else {
            throw .wrongVersion
        }
        if let encoding = unsafe document.encoding {
            guard unsafe String(cString: encoding).uppercased() == "UTF-8" else { throw .wrongEncoding }
        }
    }

    /// Lends the root element; nothing of it may be kept beyond the call.
    func withRoot<R, E: Error>(_ body: (LibraryNode) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body(unsafe LibraryNode(top))
    }

    /// The root with all it holds.
    package var root: XMLElement {
        withRoot { ElementCopy.whole($0) }
    }

    /// The root with its attributes and all its children's names, of which only those named here are copied with what they hold:
    /// enough to see who claims to speak, at no cost for what is read from signed bytes later.
    ///
    /// - Parameter names: local names; a namespace is compared where the child is read.
    package func outline(holding names: [String]) -> XMLElement {
        withRoot { ElementCopy.outline($0, holding: names) }
    }

    /// The element at that place with all it holds; nil unless there is exactly one.
    package func element(at place: SignedElement) -> XMLElement? {
        withRoot { root in
            guard let element = try? SignaturePosition.element(place, under: root) else { return nil }
            return ElementCopy.whole(element)
        }
    }

    /// Whether the element has a `Signature` among its direct children: which signatures have to be verified, not whether they
    /// hold.
    package func hasSignature(at place: SignedElement) -> Bool {
        withRoot { root in
            SignaturePosition.candidates(place, under: root).contains { element in
                element.childElements.contains { $0.isNamed("Signature", in: SignatureForm.namespace) }
            }
        }
    }
}
