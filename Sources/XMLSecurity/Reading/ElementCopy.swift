internal import CXMLSecurity

/// Copies elements out of the library's tree into values.
///
/// The recursion is as deep as the document, which ``XMLLimits/depth`` bounds. Each declaration of a namespace is copied once,
/// however many elements use it: a long URI must not become long two thousand times.
@safe struct ElementCopy {
    private var octets: [UInt8] = []
    private var nodes: [XMLContent.Node] = []
    private var attributes: [XMLContent.Attribute] = []
    private var namespaces: [xmlNsPtr: XMLContent.Stretch] = unsafe [:]
    /// The declaration that was asked for last, which is nearly always the next one too.
    private var latest: (declaration: xmlNsPtr, uri: XMLContent.Stretch)?

    /// An element with all it holds.
    static func whole(_ node: LibraryNode) -> XMLElement {
        var copy = ElementCopy()
        unsafe copy.element(node.pointer)
        return copy.root
    }

    /// An element with its attributes and its children's names; the children so named with all they hold.
    static func outline(_ node: LibraryNode, holding names: [String]) -> XMLElement {
        var copy = ElementCopy()
        unsafe copy.element(node.pointer, withAttributes: true) { copy in
            for child in node.childElements {
                let isHeld = names.contains { unsafe xmlStrEqual(child.pointer.pointee.name, $0) == 1 }
                if isHeld {
                    unsafe copy.element(child.pointer)
                } else {
                    unsafe copy.element(child.pointer, withAttributes: false) { _ in }
                }
            }
        }
        return copy.root
    }

    private init() {
        // What most documents need, so that nothing grows by doubling.
        octets.reserveCapacity(4_096)
        nodes.reserveCapacity(64)
    }

    private var root: XMLElement {
        XMLElement(XMLContent(octets: octets, nodes: nodes, attributes: attributes))
    }

    private mutating func element(_ node: xmlNodePtr) {
        unsafe element(node, withAttributes: true) { copy in
            var next = unsafe node.pointee.children
            while let child = unsafe next {
                if unsafe child.pointee.type == XML_ELEMENT_NODE {
                    unsafe copy.element(child)
                } else if let text = unsafe child.pointee.content {
                    copy.add(text: unsafe copy.stretch(text))
                }
                unsafe next = unsafe child.pointee.next
            }
        }
    }

    private mutating func element(
        _ node: xmlNodePtr,
        withAttributes: Bool,
        holding addChildren: (inout ElementCopy) -> Void
    ) {
        let place = nodes.count
        let name = unsafe stretch(node.pointee.name)
        let namespace = unsafe uri(of: node.pointee.ns)
        let attributes = withAttributes ? unsafe self.attributes(of: node) : 0..<0
        add(name: name, namespace: namespace, attributes: attributes)
        addChildren(&self)
        nodes[place].end = nodes.count
    }

    private mutating func add(
        name: XMLContent.Stretch = 0..<0,
        namespace: XMLContent.Stretch = 0..<0,
        attributes: Range<Int> = 0..<0,
        text: XMLContent.Stretch = 0..<0
    ) {
        nodes.append(
            XMLContent.Node(
                name: name,
                namespace: namespace,
                attributes: attributes,
                text: text,
                end: nodes.count + 1
            )
        )
    }

    private mutating func attributes(of node: xmlNodePtr) -> Range<Int> {
        let start = attributes.count
        var next = unsafe node.pointee.properties
        while let attribute = unsafe next {
            let name = unsafe stretch(attribute.pointee.name)
            let namespace = unsafe uri(of: attribute.pointee.ns)
            let value = unsafe self.value(of: attribute)
            attributes.append(XMLContent.Attribute(name: name, namespace: namespace, value: value))
            unsafe next = unsafe attribute.pointee.next
        }
        return start..<attributes.count
    }

    /// The whole value, whatever pieces the parser left it in.
    private mutating func value(of attribute: xmlAttrPtr) -> XMLContent.Stretch {
        let start = Int32(octets.count)
        var next = unsafe attribute.pointee.children
        while let piece = unsafe next {
            if let text = unsafe piece.pointee.content { _ = unsafe stretch(text) }
            unsafe next = unsafe piece.pointee.next
        }
        return start..<Int32(octets.count)
    }

    private mutating func uri(of declaration: xmlNsPtr?) -> XMLContent.Stretch {
        guard let declaration = unsafe declaration, let href = unsafe declaration.pointee.href else { return 0..<0 }
        if let latest = unsafe latest, unsafe latest.declaration == declaration { return unsafe latest.uri }
        let uri = unsafe namespaces[declaration] ?? stretch(href)
        unsafe namespaces[declaration] = uri
        unsafe latest = unsafe (declaration, uri)
        return uri
    }

    /// Copies the library's text, which ends with U+0000.
    private mutating func stretch(_ text: UnsafePointer<UInt8>) -> XMLContent.Stretch {
        let start = Int32(octets.count)
        unsafe octets.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(xmlStrlen(text))))
        return start..<Int32(octets.count)
    }
}
