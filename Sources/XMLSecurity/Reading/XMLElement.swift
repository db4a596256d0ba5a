internal import Encoding

/// An element as a value: names, attributes and content copied out of the parser.
///
/// The value says nothing about whether it may be believed. That is decided by where it comes from: ``XMLTree`` holds what
/// anybody sent, ``VerifiedXML`` what a pinned key signed.
package struct XMLElement: Sendable, Equatable {
    /// The local name.
    package let name: String
    /// The namespace's URI; nil outside any.
    package let namespace: String?
    package let attributes: [XMLAttribute]
    package let children: [XMLNode]

    package init(
        name: String,
        namespace: String?,
        attributes: [XMLAttribute] = [],
        children: [XMLNode] = []
    ) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.children = children
    }

    /// Compares local name and namespace, byte by byte (attacks 1.3 #55).
    package func isNamed(_ name: String, in namespace: String) -> Bool {
        self.name.hasSameBytes(as: name) && (self.namespace?.hasSameBytes(as: namespace) ?? false)
    }

    /// The value of an attribute without namespace; those in a namespace are never found (attacks 1.3 #56).
    package func attribute(_ name: String) -> String? {
        attributes.first { $0.namespace == nil && $0.name.hasSameBytes(as: name) }?.value
    }

    /// The direct children with that local name and namespace, in order.
    package func elements(_ name: String, in namespace: String) -> [XMLElement] {
        childElements.filter { $0.isNamed(name, in: namespace) }
    }

    /// The direct children that are elements, in order.
    package var childElements: [XMLElement] {
        children.compactMap { node in
            if case .element(let element) = node { element } else { nil }
        }
    }

    /// The element's whole text; nil where it holds an element, since any choice of a part would be a guess
    /// (attacks 2.1 #8; 1.6 #105).
    package func text() -> String? {
        var text = ""
        for node in children {
            guard case .text(let part) = node else { return nil }
            text += part
        }
        return text
    }
}

/// An attribute as a value.
package struct XMLAttribute: Sendable, Equatable {
    /// The local name.
    package let name: String
    /// The namespace's URI; nil for the attributes that XML formats define themselves.
    package let namespace: String?
    package let value: String

    package init(name: String, namespace: String? = nil, value: String) {
        self.name = name
        self.namespace = namespace
        self.value = value
    }
}

/// What an element can hold. Comments, processing instructions and CDATA are not among it: a document with these is refused.
package enum XMLNode: Sendable, Equatable {
    case element(XMLElement)
    case text(String)
}
