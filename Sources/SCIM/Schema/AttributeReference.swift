/// What a name such as `name.givenName` or `urn:…:User:manager.value` stands for in one type.
package struct AttributeReference: Sendable, Equatable {
    /// The URN of the extension that holds the attribute; nil for the core schema and the common attributes.
    package let extensionID: String?
    package let attribute: SchemaAttribute
    package let subAttribute: SchemaAttribute?

    package init(extensionID: String? = nil, attribute: SchemaAttribute, subAttribute: SchemaAttribute? = nil) {
        self.extensionID = extensionID
        self.attribute = attribute
        self.subAttribute = subAttribute
    }

    /// The sub-attribute, else the attribute.
    package var leaf: SchemaAttribute { subAttribute ?? attribute }

    /// Whether neither the attribute nor the sub-attribute is secret.
    package var isReadable: Bool { attribute.isReadable && leaf.isReadable }

    /// The canonical spelling.
    package var text: String {
        let name = subAttribute.map { "\(attribute.name).\($0.name)" } ?? attribute.name
        return extensionID.map { "\($0):\(name)" } ?? name
    }
}

extension ResourceDefinition {
    /// What a name stands for.
    package enum Resolution: Equatable {
        case attribute(AttributeReference)
        /// The URN of an extension alone.
        case wholeExtension(SCIMSchema)
        case unknown
    }

    /// Resolves `[URN ":"] name ["." sub]`, all without case.
    ///
    /// URNs hold dots and colons themselves, so the schemas that are known are tried first, the longest before the
    /// shorter (RFC 7644 section 3.10). A dot between URN and name is read as the colon (Microsoft's collection has it).
    ///
    /// - Parameter unqualifiedManager: whether `manager` alone means the enterprise extension's, as Entra writes it.
    package func resolve(_ name: String, unqualifiedManager: Bool = false) -> Resolution {
        guard name.utf8.contains(UInt8(ascii: ":")) else {
            return resolveLocal(name[...], unqualifiedManager: unqualifiedManager)
        }
        var longest: SCIMSchema?
        for schema in [core] + extensions where Self.isURN(schema.id, prefixOf: name) {
            if schema.id.utf8.count > longest?.id.utf8.count ?? 0 { longest = schema }
        }
        guard let schema = longest else { return .unknown }
        let rest = name.utf8.dropFirst(schema.id.utf8.count)
        let isCore = schema.id.hasSameURN(as: core.id)
        guard let separator = rest.first else { return isCore ? .unknown : .wholeExtension(schema) }
        guard separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".") else { return .unknown }
        let local = Substring(rest.dropFirst())
        if isCore { return resolveLocal(local, unqualifiedManager: false) }
        return Self.reference(local, extensionID: schema.id) { schema.attribute(named: $0) }
    }

    private func resolveLocal(_ name: Substring, unqualifiedManager: Bool) -> Resolution {
        let found = Self.reference(name, extensionID: nil) { attribute(named: $0) }
        guard case .unknown = found, unqualifiedManager,
            let schema = extensions.first(where: { $0.id.hasSameURN(as: SCIMSchema.enterpriseUser.id) })
        else { return found }
        return Self.reference(name, extensionID: schema.id) { name in
            CaseFolding.sameName(name, "manager") ? schema.attribute(named: name) : nil
        }
    }

    private static func reference(
        _ name: Substring,
        extensionID: String?,
        find: (Substring) -> SchemaAttribute?
    ) -> Resolution {
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else {
            guard let attribute = find(name) else { return .unknown }
            return .attribute(AttributeReference(extensionID: extensionID, attribute: attribute))
        }
        guard let attribute = find(name[..<dot]),
            let sub = attribute.subAttribute(named: name[name.utf8.index(after: dot)...])
        else { return .unknown }
        return .attribute(AttributeReference(extensionID: extensionID, attribute: attribute, subAttribute: sub))
    }

    private static func isURN(_ id: String, prefixOf name: String) -> Bool {
        guard name.utf8.count >= id.utf8.count else { return false }
        var other = name.utf8.makeIterator()
        for byte in id.utf8 {
            guard let match = other.next(),
                CaseFolding.asciiLowercased(byte) == CaseFolding.asciiLowercased(match)
            else { return false }
        }
        return true
    }
}
