internal import CXMLSecurity

/// The parse in which something is told. Each event is asked of the rules, then told to the builder of values; where the
/// library's tree is kept, the library's own handler builds that from the very same event, so the two can't be different
/// documents.
@safe struct ParserEvents {
    private let context: xmlParserCtxtPtr
    private let state: UnsafeMutablePointer<ParseState>

    /// Has a parser tell what it finds.
    ///
    /// - Parameter state: must stay where it is until the parser is done.
    static func listen(_ context: xmlParserCtxtPtr, _ state: UnsafeMutablePointer<ParseState>) {
        unsafe context.pointee._private = UnsafeMutableRawPointer(state)
        guard let handler = unsafe context.pointee.sax else { return }
        unsafe handler.pointee.startElementNs = { unsafe ParserEvents($0).begin($1, $2, $3, $4, $5, $6, $8) }
        unsafe handler.pointee.endElementNs = { unsafe ParserEvents($0).end($1, $2, $3) }
        unsafe handler.pointee.characters = { unsafe ParserEvents($0).add($1, $2) }
        // White space between elements is text like any other, for values and for canonicalization.
        unsafe handler.pointee.ignorableWhitespace = unsafe handler.pointee.characters
        unsafe handler.pointee.comment = { context, _ in unsafe ParserEvents(context).passComment() }
        unsafe handler.pointee.serror = { context, _ in unsafe ParserEvents(context).noteReport() }
        // attacks 2.1 #3. ByteScan has refused these on the bytes; what it let pass ends here.
        unsafe handler.pointee.internalSubset = { context, _, _, _ in
            unsafe ParserEvents(context).refuse(.documentType)
        }
        unsafe handler.pointee.processingInstruction = { context, _, _ in
            unsafe ParserEvents(context).refuse(.processingInstruction)
        }
        unsafe handler.pointee.cdataBlock = { context, _, _ in unsafe ParserEvents(context).refuse(.cdata) }
        unsafe handler.pointee.reference = { context, _ in unsafe ParserEvents(context).refuse(.unexpectedNode) }
    }

    /// - Parameter context: what the parser hands to its handlers, which is the context itself unless it is told otherwise.
    private init(_ context: UnsafeMutableRawPointer?) {
        guard let context = unsafe context?.assumingMemoryBound(to: xmlParserCtxt.self),
            let state = unsafe context.pointee._private?.assumingMemoryBound(to: ParseState.self)
        else { preconditionFailure("an event outside of a parse") }
        unsafe self.context = unsafe context
        unsafe self.state = unsafe state
    }

    private func begin(
        _ name: UnsafePointer<UInt8>?,
        _ prefix: UnsafePointer<UInt8>?,
        _ uri: UnsafePointer<UInt8>?,
        _ declared: CInt,
        _ namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        _ count: CInt,
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        let element = unsafe ToldElement(name, uri, declared: declared, namespaces, count: count, attributes)
        do throws(XMLReadingError) {
            try unsafe state.pointee.rules.begin(element)
        } catch {
            return refuse(error)
        }
        unsafe state.pointee.builder.begin(element)
        guard unsafe state.pointee.keepsTree else { return }
        // Without a document type no attribute is there by default.
        unsafe xmlSAX2StartElementNs(context, name, prefix, uri, declared, namespaces, count, 0, attributes)
        let place = unsafe state.pointee.builder.count - 1
        // Texts stand between.
        while unsafe state.pointee.nodes.count < place { unsafe state.pointee.nodes.append(nil) }
        unsafe state.pointee.nodes.append(context.pointee.node)
    }

    private func end(_ name: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?) {
        unsafe state.pointee.rules.end()
        unsafe state.pointee.builder.end()
        if unsafe state.pointee.keepsTree { unsafe xmlSAX2EndElementNs(context, name, prefix, uri) }
    }

    private func add(_ text: UnsafePointer<UInt8>?, _ length: CInt) {
        unsafe state.pointee.builder.add(text: UnsafeBufferPointer(start: text, count: Int(length)))
        if unsafe state.pointee.keepsTree { unsafe xmlSAX2Characters(context, text, length) }
    }

    /// A comment that is left out leaves no trace: text before and behind it becomes one.
    private func passComment() {
        if unsafe state.pointee.comments == .refused { refuse(.comment) }
    }

    private func noteReport() {
        unsafe state.pointee.hasReport = true
    }

    /// Nothing is told after the first refusal.
    private func refuse(_ error: XMLReadingError) {
        unsafe state.pointee.refusal = error
        unsafe xmlStopParser(context)
    }
}
