/// Which attributes an answer shows (RFC 7644 section 3.9): all that are returned by default, only those asked for, or
/// all but some. What is returned `always` stays, what is returned `never` stays out, whatever is asked.
package struct Projection: Sendable, Equatable {
    package enum Selection: Sendable, Equatable {
        case byDefault, only, without
    }

    /// Bytes of one list, and names in it.
    package static let bytes = 2048
    package static let names = 64

    package let selection: Selection
    private let references: [AttributeReference]
    private let extensionIDs: [String]

    package static let byDefault = Projection(selection: .byDefault, references: [], extensionIDs: [])

    private init(selection: Selection, references: [AttributeReference], extensionIDs: [String]) {
        self.selection = selection
        self.references = references
        self.extensionIDs = extensionIDs
    }

    /// Reads the two lists of names; unknown names select nothing.
    ///
    /// - Throws: `SCIM-LIST-04` where both are given (they exclude each other) or a list is out of bounds.
    package init(
        attributes: [String],
        excludedAttributes: [String],
        for definition: ResourceDefinition
    ) throws(SCIMError) {
        guard attributes.isEmpty || excludedAttributes.isEmpty else {
            throw SCIMError(.listProjection, "attributes and excludedAttributes exclude each other.")
        }
        let names = attributes + excludedAttributes
        guard names.count <= Self.names else { throw SCIMError(.listProjection, "More than \(Self.names) attributes.") }
        var references: [AttributeReference] = []
        var extensionIDs: [String] = []
        for name in names {
            switch definition.resolve(name) {
            case .attribute(let reference): references.append(reference)
            case .wholeExtension(let schema): extensionIDs.append(schema.id)
            case .unknown: break
            }
        }
        self.references = references
        self.extensionIDs = extensionIDs
        selection = names.isEmpty ? .byDefault : attributes.isEmpty ? .without : .only
    }

    /// The names of a comma list. Microsoft's collection asks for `emails[type eq "work"]`: what stands in brackets is
    /// left out, so that the whole attribute answers.
    package static func names(_ list: String) throws(SCIMError) -> [String] {
        guard list.utf8.count <= bytes else {
            throw SCIMError(.listProjection, "The list is longer than \(bytes) bytes.")
        }
        var names: [String] = []
        var name: [UInt8] = []
        var isInBrackets = false
        for byte in list.utf8 {
            switch byte {
            case UInt8(ascii: "["): isInBrackets = true
            case UInt8(ascii: "]"): isInBrackets = false
            case _ where isInBrackets, UInt8(ascii: " "): break
            case UInt8(ascii: ","):
                names.append(String(decoding: name, as: UTF8.self))
                name = []
            default: name.append(byte)
            }
        }
        names.append(String(decoding: name, as: UTF8.self))
        return names.filter { !$0.isEmpty }
    }

    /// Whether an attribute is shown, as a whole or in part.
    func shows(_ attribute: SchemaAttribute, extensionID: String?) -> Bool {
        switch attribute.returned {
        case .always: true
        case .never: false
        case .request: selection == .only && names(attribute, extensionID)
        case .default:
            switch selection {
            case .byDefault: true
            case .only: names(attribute, extensionID)
            case .without: !namesWhole(attribute, extensionID)
            }
        }
    }

    /// Whether a sub-attribute of a shown attribute is.
    func shows(_ sub: SchemaAttribute, of attribute: SchemaAttribute, extensionID: String?) -> Bool {
        switch sub.returned {
        case .always: return true
        case .never: return false
        case .default, .request: break
        }
        switch selection {
        case .byDefault: return sub.returned == .default
        case .only:
            if attribute.returned == .always { return true }
            if namesWhole(attribute, extensionID) { return sub.returned == .default }
            return references.contains { $0.attribute == attribute && $0.subAttribute == sub }
        case .without:
            return sub.returned == .default
                && !references.contains { $0.attribute == attribute && $0.subAttribute == sub }
        }
    }

    /// Whether the sub-attributes of a shown attribute have to be asked one by one.
    func dividesElements(of attribute: SchemaAttribute) -> Bool {
        references.contains { $0.attribute == attribute && $0.subAttribute != nil }
            || attribute.subAttributes.contains { $0.returned != .default }
    }

    private func names(_ attribute: SchemaAttribute, _ extensionID: String?) -> Bool {
        references.contains { $0.attribute == attribute } || namesExtension(extensionID)
    }

    private func namesWhole(_ attribute: SchemaAttribute, _ extensionID: String?) -> Bool {
        references.contains { $0.attribute == attribute && $0.subAttribute == nil } || namesExtension(extensionID)
    }

    private func namesExtension(_ id: String?) -> Bool {
        guard let id else { return false }
        return extensionIDs.contains { $0.hasSameURN(as: id) }
    }
}
