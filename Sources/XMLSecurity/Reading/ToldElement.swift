internal import CXMLSecurity

/// An element's beginning as the parser tells it. The pointers are the parser's own and live as long as the event.
@safe struct ToldElement {
    /// The local name, ending with U+0000.
    let name: UnsafePointer<UInt8>
    /// The URI, ending with U+0000; nil outside any. The parser keeps each URI once: one pointer is one URI.
    let namespace: UnsafePointer<UInt8>?
    /// How many namespaces are declared here.
    let namespaces: Int
    /// Bytes of the longest URI among them.
    let longestNamespace: Int
    /// The places of the attributes.
    let attributes: Range<Int>
    /// Five an attribute: local name, prefix, URI, the value's start and its end.
    private let pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    /// - Parameters: those of libxml2's startElementNsSAX2Func, but prefixes.
    @unsafe init(
        _ name: UnsafePointer<UInt8>?,
        _ uri: UnsafePointer<UInt8>?,
        declared: CInt,
        _ namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
        count: CInt,
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        guard let name = unsafe name else { preconditionFailure("an element without a name") }
        unsafe self.name = unsafe name
        unsafe namespace = unsafe uri
        self.namespaces = Int(declared)
        // Two each: the prefix and the URI.
        var longest = 0
        for place in 0..<Int(declared) {
            longest = unsafe max(longest, Int(xmlStrlen(namespaces?[2 * place + 1])))
        }
        longestNamespace = longest
        self.attributes = 0..<Int(count)
        unsafe pointers = unsafe attributes
    }

    func attribute(at place: Int) -> ToldAttribute {
        guard let pointers = unsafe pointers, let name = unsafe pointers[5 * place],
            let start = unsafe pointers[5 * place + 3], let end = unsafe pointers[5 * place + 4]
        else { preconditionFailure("an attribute without name or value") }
        return unsafe ToldAttribute(
            name: name,
            namespace: pointers[5 * place + 2],
            value: UnsafeBufferPointer(start: start, count: end - start)
        )
    }
}

/// An attribute as the parser tells it.
@safe struct ToldAttribute {
    /// The local name, ending with U+0000.
    let name: UnsafePointer<UInt8>
    /// The URI, ending with U+0000; nil outside any.
    let namespace: UnsafePointer<UInt8>?
    /// With every reference resolved but that to `&`, which the parser leaves as `&#38;` unless it is told to substitute
    /// entities, as it never is here (attacks 2.1 #1).
    let value: UnsafeBufferPointer<UInt8>
}
