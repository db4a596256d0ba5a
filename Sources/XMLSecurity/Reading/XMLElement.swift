/// An element as a value: names, attributes and content copied out of the parser.
///
/// The value says nothing about whether it may be believed. That is decided by where it comes from: ``ReceivedXML`` holds
/// what anybody sent, ``VerifiedXML`` what a pinned key signed.
package struct XMLElement: Sendable {
    /// Shared by all elements of one copy.
    let content: XMLContent
    /// This element's node in it.
    let place: Int

    /// The root of the content.
    init(_ content: XMLContent) {
        self.init(content, 0)
    }

    private init(_ content: XMLContent, _ place: Int) {
        self.content = content
        self.place = place
    }

    private var node: XMLContent.Node { content.nodes[place] }

    /// The local name.
    package var name: String { content.string(node.name) }

    /// The namespace's URI; nil outside any.
    package var namespace: String? { node.namespace.isEmpty ? nil : content.string(node.namespace) }

    package var attributes: [XMLAttribute] {
        content.attributes[node.attributes].map { attribute in
            XMLAttribute(
                name: content.string(attribute.name),
                namespace: attribute.namespace.isEmpty ? nil : content.string(attribute.namespace),
                value: content.string(attribute.value)
            )
        }
    }

    /// All that stands directly inside, in order.
    package var children: [XMLNode] {
        var children: [XMLNode] = []
        forEachChild { place, node in
            children.append(
                node.isText ? .text(content.string(node.text)) : .element(XMLElement(content, place))
            )
        }
        return children
    }

    /// Whether both are one element of one document, not only alike.
    func isSame(as other: XMLElement) -> Bool {
        content === other.content && place == other.place
    }

    /// Whether nothing stands inside, not even white space.
    var isEmpty: Bool { node.end == place + 1 }

    /// Whether all that stands directly inside is elements, with nothing but white space between (XML 1.0, section 2.3).
    var holdsElementsAlone: Bool {
        var isBlank = true
        forEachChild { _, node in
            isBlank = isBlank && content.octets[Range(node.text)].allSatisfy { XMLContent.whiteSpace.contains($0) }
        }
        return isBlank
    }

    /// Whether every attribute is one of those without namespace that are named here.
    func hasNoAttribute(but names: String...) -> Bool {
        node.attributes.allSatisfy { place in
            let attribute = content.attributes[place]
            return attribute.namespace.isEmpty && names.contains { content.holds($0, at: attribute.name) }
        }
    }

    /// Compares local name and namespace, byte by byte (attacks 1.3 #55).
    package func isNamed(_ name: String, in namespace: String) -> Bool {
        isNamed(node, name, namespace)
    }

    /// The value of an attribute without namespace; those in a namespace are never found (attacks 1.3 #56).
    package func attribute(_ name: String) -> String? {
        for place in node.attributes {
            let attribute = content.attributes[place]
            if attribute.namespace.isEmpty, content.holds(name, at: attribute.name) {
                return content.string(attribute.value)
            }
        }
        return nil
    }

    /// The value of an attribute of a foreign format, such as `xsi:nil`.
    package func attribute(_ name: String, in namespace: String) -> String? {
        for place in node.attributes {
            let attribute = content.attributes[place]
            if content.holds(name, at: attribute.name), content.holds(namespace, at: attribute.namespace) {
                return content.string(attribute.value)
            }
        }
        return nil
    }

    /// The direct children with that local name and namespace, in order.
    package func elements(_ name: String, in namespace: String) -> [XMLElement] {
        var found: [XMLElement] = []
        forEachChild { place, node in
            if isNamed(node, name, namespace) { found.append(XMLElement(content, place)) }
        }
        return found
    }

    /// The direct children that are elements, in order.
    package var childElements: [XMLElement] {
        var found: [XMLElement] = []
        forEachChild { place, node in
            if !node.isText { found.append(XMLElement(content, place)) }
        }
        return found
    }

    /// The element's whole text; nil where it holds an element, since any choice of a part would be a guess
    /// (attacks 2.1 #8; 1.6 #105).
    package func text() -> String? {
        if isEmpty { return "" }
        // Text that no element interrupts is one node, in however many pieces the parser told it.
        let first = content.nodes[place + 1]
        return first.isText && first.end == node.end ? content.string(first.text) : nil
    }

    private func forEachChild(_ visit: (Int, XMLContent.Node) -> Void) {
        let end = node.end
        var next = place + 1
        while next < end {
            let child = content.nodes[next]
            visit(next, child)
            next = child.end
        }
    }

    private func isNamed(_ node: XMLContent.Node, _ name: String, _ namespace: String) -> Bool {
        content.holds(name, at: node.name) && content.holds(namespace, at: node.namespace)
    }
}

extension XMLElement: Equatable {
    /// By all that the elements hold.
    package static func == (one: XMLElement, other: XMLElement) -> Bool {
        one.name == other.name && one.namespace == other.namespace && one.attributes == other.attributes
            && one.children == other.children
    }
}

/// An attribute as a value.
package struct XMLAttribute: Sendable, Equatable {
    /// The local name.
    package let name: String
    /// The namespace's URI; nil for the attributes that XML formats define themselves.
    package let namespace: String?
    package let value: String
}

/// What an element can hold. Comments, processing instructions and CDATA are not among it: a document with these is refused.
package enum XMLNode: Sendable, Equatable {
    case element(XMLElement)
    case text(String)
}
