internal import CXMLSecurity
internal import Encoding

/// An element in libxml2's tree, lent by ``ParsedDocument/withRoot(_:)`` for the length of a call. Only elements that passed
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
        unsafe String(cString: pointer.pointee.name).hasSameBytes(as: name)
            && (unsafe Self.uri(of: pointer.pointee.ns)?.hasSameBytes(as: namespace) ?? false)
    }

    /// The `ID` attribute that stands in no namespace. Never by xmlHasProp, which takes any namespace (attacks 1.2 #37).
    var identifier: (attribute: xmlAttrPtr, value: String)? {
        var next = unsafe pointer.pointee.properties
        while let attribute = unsafe next {
            if unsafe attribute.pointee.ns == nil,
                unsafe String(cString: attribute.pointee.name).hasSameBytes(as: "ID")
            {
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
        var value = ""
        var next = unsafe attribute.pointee.children
        while let piece = unsafe next {
            if let content = unsafe piece.pointee.content { value += unsafe String(cString: content) }
            unsafe next = unsafe piece.pointee.next
        }
        return value
    }
}

extension XMLElement {
    /// Copies an element with all it holds. The recursion is as deep as the document, which ``XMLLimits/depth`` bounds.
    init(copying node: LibraryNode) {
        var attributes: [XMLAttribute] = []
        var nextAttribute = unsafe node.pointer.pointee.properties
        while let attribute = unsafe nextAttribute {
            attributes.append(
                XMLAttribute(
                    name: unsafe String(cString: attribute.pointee.name),
                    namespace: unsafe LibraryNode.uri(of: attribute.pointee.ns),
                    value: unsafe LibraryNode.value(of: attribute)
                )
            )
            unsafe nextAttribute = unsafe attribute.pointee.next
        }
        var children: [XMLNode] = []
        var nextChild = unsafe node.pointer.pointee.children
        while let child = unsafe nextChild {
            if unsafe child.pointee.type == XML_ELEMENT_NODE {
                children.append(.element(XMLElement(copying: unsafe LibraryNode(child))))
            } else if let content = unsafe child.pointee.content {
                children.append(.text(unsafe String(cString: content)))
            }
            unsafe nextChild = unsafe child.pointee.next
        }
        self.init(
            name: unsafe String(cString: node.pointer.pointee.name),
            namespace: unsafe LibraryNode.uri(of: node.pointer.pointee.ns),
            attributes: attributes,
            children: children
        )
    }
}
