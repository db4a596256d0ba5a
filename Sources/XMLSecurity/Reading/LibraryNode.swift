internal import CXMLSecurity

/// An element in libxml2's tree, lent by ``ReceivedXML/withRoot(_:)`` for the length of a call. Only elements that passed
/// ``StructureScan`` are ever wrapped, so their children are elements and text alone.
@safe struct LibraryNode {
    let pointer: xmlNodePtr

    @unsafe init(_ pointer: xmlNodePtr) {
        unsafe self.pointer = unsafe pointer
    }

    var document: xmlDocPtr? { unsafe pointer.pointee.doc }

    /// The direct children that are elements, in order.
    var childElements: [LibraryNode] {
        var elements: [LibraryNode] = []
        var next = unsafe pointer.pointee.children
        while let child = unsafe next {
            if unsafe child.pointee.type == XML_ELEMENT_NODE {
                elements.append(unsafe LibraryNode(child))
            }
            unsafe next = unsafe child.pointee.next
        }
        return elements
    }

    /// Compares local name and namespace, byte by byte.
    func isNamed(_ name: String, in namespace: String) -> Bool {
        unsafe xmlStrEqual(pointer.pointee.name, name) == 1
            && xmlStrEqual(pointer.pointee.ns?.pointee.href, namespace) == 1
    }

    /// The `ID` attribute that stands in no namespace. Never by xmlHasProp, which takes any namespace (attacks 1.2 #37).
    var identifier: (attribute: xmlAttrPtr, value: String)? {
        var next = unsafe pointer.pointee.properties
        while let attribute = unsafe next {
            if unsafe attribute.pointee.ns == nil, unsafe xmlStrEqual(attribute.pointee.name, "ID") == 1 {
                return unsafe (attribute, Self.value(of: attribute))
            }
            unsafe next = unsafe attribute.pointee.next
        }
        return nil
    }

    static func uri(of namespace: xmlNsPtr?) -> String? {
        guard let href = unsafe namespace?.pointee.href else { return nil }
        return unsafe String(cString: href)
    }

    /// The whole value, whatever pieces the parser left it in.
    static func value(of attribute: xmlAttrPtr) -> String {
        guard let first = unsafe attribute.pointee.children else { return "" }
        // One piece, as nearly always.
        if unsafe first.pointee.next == nil {
            return unsafe first.pointee.content.map { unsafe String(cString: $0) } ?? ""
        }
        var value = ""
        var next = unsafe attribute.pointee.children
        while let piece = unsafe next {
            if let content = unsafe piece.pointee.content { value += unsafe String(cString: content) }
            unsafe next = unsafe piece.pointee.next
        }
        return value
    }
}
