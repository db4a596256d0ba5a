extension SCIMSchema {
    /// Bounds on a workspace's own schema.
    package static let maximumCustomAttributes = 64
    private static let maximumNameBytes = 64
    /// With an attribute, a sub-attribute and their separators behind it, it still fits a path (``PatchPath/bytes``).
    private static let maximumURNBytes = PatchPath.bytes - 2 * (maximumNameBytes + 1)

    /// Refuses what cannot be offered as an extension of the user: an id that is no URN or another schema's, names
    /// outside the grammar of RFC 7643 section 2.1, two names that differ in case only, complex values within complex
    /// ones (RFC 7643 section 2.3.8) or with nothing in them, required attributes (a client that does not know the schema could make no user).
    ///
    /// - Throws: `SCIM-SCHEMA-01` with the reason.
    package func checkAsExtension(beside others: [SCIMSchema] = []) throws(SCIMError) {
        guard id.utf8.count <= Self.maximumURNBytes, Self.isURN(id) else { throw Self.refused("The id is not a URN.") }
        let taken = others + [.user, .enterpriseUser, .group, .role]
        guard !taken.contains(where: { $0.id.hasSameURN(as: id) }) else { throw Self.refused("The URN is taken.") }
        guard !attributes.isEmpty, attributes.count <= Self.maximumCustomAttributes else {
            throw Self.refused("A schema has 1 to \(Self.maximumCustomAttributes) attributes.")
        }
        try Self.check(attributes, isNested: false)
    }

    private static func check(_ attributes: [SchemaAttribute], isNested: Bool) throws(SCIMError) {
        var names: Set<ByteKey> = []
        for attribute in attributes {
            guard isName(attribute.name) else { throw refused("\(Quoted.text(attribute.name)) is no attribute name.") }
            guard names.insert(ByteKey(CaseFolding.folded(attribute.name))).inserted else {
                throw refused("\(attribute.name) is there twice.")
            }
            guard !attribute.isRequired else { throw refused("\(attribute.name) is required.") }
            guard (attribute.type == .complex) != attribute.subAttributes.isEmpty else {
                throw refused("\(attribute.name) has sub-attributes exactly where it is complex.")
            }
            guard attribute.type == .complex else { continue }
            guard !isNested else { throw refused("\(attribute.name) is complex within a complex attribute.") }
            try check(attribute.subAttributes, isNested: true)
        }
    }

    /// RFC 8141: `urn:`, a namespace, and more, of the letters that paths and filters can carry.
    private static func isURN(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count >= 3 && CaseFolding.sameName(text.prefix(4), "urn:")
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
            }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= maximumNameBytes else { return false }
        let isLetter = CaseFolding.asciiLowercased(first) &- UInt8(ascii: "a") < 26
        return isLetter && name.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        CaseFolding.asciiLowercased(byte) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }

    private static func refused(_ reason: String) -> SCIMError {
        SCIMError(.extensionSchema, reason)
    }
}
