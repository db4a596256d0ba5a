internal import CXMLSecurity

/// Reads bytes strictly: first ``ByteScan``, then one parse with a context of its own and options exactly NONET and PEDANTIC,
/// whose events go through ``StructureRules``; any report of the parser refuses (attacks 2.1 #1-#3).
@safe struct StrictParser {
    let comments: ReceivedXML.Comments
    let limits: XMLLimits

    /// The library's document, freed with this object.
    @safe final class Document {
        let pointer: xmlDocPtr

        @unsafe fileprivate init(adopting pointer: xmlDocPtr) {
            unsafe self.pointer = unsafe pointer
        }

        deinit {
            unsafe xmlFreeDoc(pointer)
        }
    }

    /// The root as a value, without a tree of the library's: for what nobody canonicalises.
    ///
    /// - Throws: the first check that fails.
    func root(of bytes: [UInt8]) throws(XMLReadingError) -> XMLElement {
        let (_, state) = try parse(bytes, keepingTree: false)
        return XMLElement(state.builder.content)
    }

    /// The root as a value and the library's tree besides, with the node of each element at the element's place.
    ///
    /// - Throws: the first check that fails.
    func rootAndTree(of bytes: [UInt8]) throws(XMLReadingError) -> (XMLElement, Document, nodes: [xmlNodePtr?]) {
        let (document, state) = try parse(bytes, keepingTree: true)
        return unsafe (XMLElement(state.builder.content), document, state.nodes)
    }

    private func parse(_ bytes: [UInt8], keepingTree keepsTree: Bool) throws(XMLReadingError) -> (Document, ParseState)
    {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        LibraryState.forgetErrors()
        try ByteScan.check(bytes, comments: comments, limits: limits)
        guard let context = unsafe xmlNewParserCtxt() else { throw .libraryUnavailable }
        defer { unsafe xmlFreeParserCtxt(context) }
        var state = ParseState(comments: comments, limits: limits, keepsTree: keepsTree)
        let parsed = unsafe withUnsafeMutablePointer(to: &state) { state in
            unsafe ParserEvents.listen(context, state)
            return unsafe Self.parse(bytes, in: context)
        }
        let document = unsafe parsed.map { unsafe Document(adopting: $0) }
        if let refusal = state.refusal { throw refusal }
        guard let document else {
            throw unsafe context.pointee.wellFormed == 1 && context.pointee.nsWellFormed == 0
                ? .namespacesNotWellFormed : .notWellFormed
        }
        try unsafe Self.check(context.pointee, document.pointer.pointee)
        guard !state.hasReport, unsafe context.pointee.lastError.code == CInt(bitPattern: XML_ERR_OK.rawValue) else {
            throw .parserReport
        }
        return (document, state)
    }

    private static func parse(_ bytes: [UInt8], in context: xmlParserCtxtPtr) -> xmlDocPtr? {
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe xmlCtxtReadMemory(
                context,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt(buffer.count),
                nil,
                nil,
                CInt(bitPattern: XML_PARSE_NONET.rawValue | XML_PARSE_PEDANTIC.rawValue)
            )
        }
    }

    /// attacks 2.1 #3: what the parser knows of the document as a whole.
    private static func check(_ context: xmlParserCtxt, _ document: xmlDoc) throws(XMLReadingError) {
        guard unsafe context.wellFormed == 1 else { throw .notWellFormed }
        guard unsafe context.nsWellFormed == 1 else { throw .namespacesNotWellFormed }
        guard unsafe document.intSubset == nil, unsafe document.extSubset == nil else {
            throw .documentType
        }
        guard let version = unsafe document.version, unsafe xmlStrEqual(version, "1.0") == 1 else {
            throw .wrongVersion
        }
        if let encoding = unsafe document.encoding {
            guard unsafe xmlStrcasecmp(encoding, "UTF-8") == 0 else { throw .wrongEncoding }
        }
    }
}
