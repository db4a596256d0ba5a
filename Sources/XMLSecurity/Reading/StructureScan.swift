internal import CXMLSecurity

/// Walks the parsed tree once and refuses every node, number and ID that attacks 2.1 #3 does not allow. It runs before anything
/// else touches the tree.
struct StructureScan {
    private let limits: XMLLimits
    private var elements = 0
    private var identifiers: Set<[UInt8]> = []

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// - Parameter documentChildren: the first node of the document; exactly one element may stand there, and nothing else.
    mutating func check(documentChildren first: xmlNodePtr?) throws(XMLReadingError) {
        guard let root = unsafe first, unsafe root.pointee.next == nil else { throw .unexpectedNode }
        guard unsafe root.pointee.type == XML_ELEMENT_NODE else { throw .unexpectedNode }
        try unsafe check(root, depth: 1)
    }

    private mutating func check(_ element: xmlNodePtr, depth: Int) throws(XMLReadingError) {
        guard depth <= limits.depth else { throw .tooDeep }
        elements += 1
        guard elements <= limits.elements else { throw .tooManyElements }
        try unsafe checkNamespaces(of: element)
        try unsafe checkAttributes(of: element)
        var next = unsafe element.pointee.children
        while let child = unsafe next {
            switch unsafe child.pointee.type {
            case XML_ELEMENT_NODE: try unsafe check(child, depth: depth + 1)
            case XML_TEXT_NODE: break
            case XML_COMMENT_NODE: throw .comment
            case XML_PI_NODE: throw .processingInstruction
            case XML_CDATA_SECTION_NODE: throw .cdata
            default: throw .unexpectedNode
            }
            unsafe next = unsafe child.pointee.next
        }
    }

    private func checkNamespaces(of element: xmlNodePtr) throws(XMLReadingError) {
        var count = 0
        var next = unsafe element.pointee.nsDef
        while let declaration = unsafe next {
            count += 1
            guard count <= limits.namespaces else { throw .tooManyNamespaces }
            unsafe next = unsafe declaration.pointee.next
        }
    }

    private mutating func checkAttributes(of element: xmlNodePtr) throws(XMLReadingError) {
        var count = 0
        var next = unsafe element.pointee.properties
        while let attribute = unsafe next {
            count += 1
            guard count <= limits.attributes else { throw .tooManyAttributes }
            var piece = unsafe attribute.pointee.children
            while let node = unsafe piece {
                guard unsafe node.pointee.type == XML_TEXT_NODE else { throw .unexpectedNode }
                unsafe piece = unsafe node.pointee.next
            }
            try unsafe checkIdentifier(attribute)
            unsafe next = unsafe attribute.pointee.next
        }
    }

    /// `ID` names what a signature is over; `Id` and `id` are inert for us, but may not collide with one (attacks 1.2).
    private mutating func checkIdentifier(_ attribute: xmlAttrPtr) throws(XMLReadingError) {
        let name = unsafe attribute.pointee.name
        guard let name = unsafe name, unsafe name[0] | 0x20 == UInt8(ascii: "i"),
            unsafe name[1] | 0x20 == UInt8(ascii: "d"),
            unsafe name[2] == 0
        else { return }
        if let namespace = unsafe LibraryNode.uri(of: attribute.pointee.ns) {
            throw namespace == "http://www.w3.org/XML/1998/namespace" ? .xmlID : .namespacedID
        }
        let value = Array(unsafe LibraryNode.value(of: attribute).utf8)
        guard Self.isPlainName(value) else { throw .malformedID }
        guard identifiers.insert(value).inserted else { throw .repeatedID }
    }

    /// The part of NCName (Namespaces in XML 1.0, section 3) that is ASCII (attacks 1.2 #41).
    private static func isPlainName(_ name: [UInt8]) -> Bool {
        guard let first = name.first, name.count <= XMLLimits.idBytes else { return false }
        return (isLetter(first) || first == UInt8(ascii: "_"))
            && name.allSatisfy { byte in
                isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
