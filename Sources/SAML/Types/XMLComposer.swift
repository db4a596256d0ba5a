/// Writes our own messages: a tree of elements with fixed prefixes, serialised with every value escaped.
///
/// It can only nest elements, set attributes and hold text, so whatever value it is given, markup can't come out of it.
package struct XMLComposer: Sendable {
    /// Prefix and local name, such as `samlp:AuthnRequest`.
    private let name: String
    private var attributes: [(name: String, value: String)] = []
    private var content: [Content] = []

    private enum Content: Sendable {
        case element(XMLComposer)
        case text(String)
    }

    /// - Parameters:
    ///   - name: prefix and local name; chosen by code, never by a message.
    ///   - text: the element's text, if it has any.
    package init(_ name: String, text: String? = nil) {
        self.name = name
        if let text { content.append(.text(text)) }
    }

    /// This element with one attribute more; a nil value adds none.
    package func attribute(_ name: String, _ value: String?) -> XMLComposer {
        guard let value else { return self }
        var copy = self
        copy.attributes.append((name, value))
        return copy
    }

    /// This element with one child more; nil adds none.
    package func child(_ element: XMLComposer?) -> XMLComposer {
        guard let element else { return self }
        var copy = self
        copy.content.append(.element(element))
        return copy
    }

    /// This element with these children behind the others.
    package func children(_ elements: [XMLComposer]) -> XMLComposer {
        elements.reduce(self) { $0.child($1) }
    }

    /// The document, UTF-8, without an XML declaration.
    package func document() -> [UInt8] {
        var text = ""
        write(to: &text)
        return Array(text.utf8)
    }

    private func write(to text: inout String) {
        text += "<\(name)"
        for attribute in attributes {
            text += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
        }
        guard !content.isEmpty else {
            text += "/>"
            return
        }
        text += ">"
        for item in content {
            switch item {
            case .element(let element): element.write(to: &text)
            case .text(let value): text += Self.escaped(value)
            }
        }
        text += "</\(name)>"
    }

    /// Escapes markup, and everything that attribute normalisation or line-end handling would change (XML 1.0, sections 2.11
    /// and 3.3.3). Characters that XML 1.0 can't hold become U+FFFD.
    package static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\t", "\n", "\r": text += "&#\(scalar.value);"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
