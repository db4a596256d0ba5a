internal import CXMLSecurity

/// A document of libxml2, strictly parsed and scanned, freed with this object.
///
/// It never leaves the call that made it: verification needs the library's own tree to canonicalise, everybody else gets
/// ``XMLElement`` values.
@safe final class ParsedDocument {
    private let document: xmlDocPtr
    private let root: xmlNodePtr

    /// Parses with a context of its own and options exactly NONET and PEDANTIC; any report of the parser refuses
    /// (attacks 2.1 #1, #2).
    ///
    /// - Throws: the first check of attacks 2.1 that fails.
    init(reading bytes: [UInt8], limits: XMLLimits) throws(XMLReadingError) {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        LibraryState.forgetErrors()
        try ByteScan.check(bytes, limits: limits)
        guard let context = unsafe xmlNewParserCtxt() else { throw .libraryUnavailable }
        defer { unsafe xmlFreeParserCtxt(context) }
        unsafe cxml_watch_reports(context)
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
            unsafe root = element
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
        return try body(unsafe LibraryNode(root))
    }
}
