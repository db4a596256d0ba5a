internal import Encoding
internal import XMLSecurity

/// One `Attribute` element as it stands in an assertion (SAML Core 2.0, section 2.7.3.1).
package struct AttributeElement: Sendable {
    package let name: String
    package let friendlyName: String?
    /// The values that are text, in order.
    package let values: [String]
    /// Whether a value held markup or control characters. Such an attribute is carried by name only: what is not text is
    /// never flattened to text (attacks 1.6 #105).
    package let hasUnreadableValue: Bool

    static let tooMany = SAMLCode(
        "SAML-ATTR-01",
        reason: "The assertion carries more attributes or values than any person has.",
        cure:
            "Let the identity provider send only the attributes that are used here, and only the groups assigned to this "
            + "application."
    )
    static let unnamed = SAMLCode(
        "SAML-ATTR-02",
        reason: "An attribute has no name.",
        cure: "Give every attribute a name in the identity provider's attribute settings."
    )
    package static let codes = [tooMany, unnamed]

    /// Attributes of one assertion; our own bound, far above the 30 or so that directories send.
    package static let mostAttributes = 256
    /// Attributes that are encrypted by themselves: each costs a private-key operation (attacks 1.5 #81).
    package static let mostEncryptedAttributes = 64
    /// Values of one attribute; Entra stops sending groups at 150, ADFS and Okta send more.
    package static let mostValues = 1_000

    private static let layoutCharacters = [UInt8(ascii: "\t"), UInt8(ascii: "\n")]

    /// All attributes of all statements, in order (attacks 1.9 #140).
    static func all(
        in assertion: XMLElement,
        opening parts: EncryptedParts
    ) throws(SAMLRejection) -> [AttributeElement] {
        var attributes: [AttributeElement] = []
        var encrypted = 0
        for statement in assertion.elements("AttributeStatement", in: SAMLNamespace.assertion) {
            for element in statement.childElements {
                if element.isNamed("Attribute", in: SAMLNamespace.assertion) {
                    attributes.append(try AttributeElement(reading: element))
                } else if element.isNamed("EncryptedAttribute", in: SAMLNamespace.assertion) {
                    encrypted += 1
                    guard encrypted <= mostEncryptedAttributes else {
                        throw SAMLRejection(
                            tooMany,
                            detail: "more than \(mostEncryptedAttributes) encrypted attributes"
                        )
                    }
                    attributes.append(
                        try AttributeElement(reading: parts.believedElement(in: element, named: "Attribute"))
                    )
                }
            }
        }
        guard attributes.count <= mostAttributes else {
            throw SAMLRejection(tooMany, detail: "\(attributes.count) attributes")
        }
        return attributes
    }

    private init(reading element: XMLElement) throws(SAMLRejection) {
        guard let name = try MessageForm.attribute("Name", of: element), !name.isEmpty else {
            throw SAMLRejection(Self.unnamed)
        }
        self.name = name
        friendlyName = try MessageForm.attribute("FriendlyName", of: element)
        let found = element.elements("AttributeValue", in: SAMLNamespace.assertion)
        guard found.count <= Self.mostValues else {
            throw SAMLRejection(Self.tooMany, detail: "\(found.count) values of \(SAMLRejection.quote(name))")
        }
        var values: [String] = []
        values.reserveCapacity(found.count)
        var hasUnreadableValue = false
        for value in found where !Self.isNil(value) {
            guard let text = value.text(), text.utf8.count <= MessageForm.mostTextBytes,
                !MessageForm.holdsControlCharacter(text, except: Self.layoutCharacters)
            else {
                hasUnreadableValue = true
                continue
            }
            values.append(text)
        }
        self.values = values
        self.hasUnreadableValue = hasUnreadableValue
    }

    /// `xsi:nil="true"` says that there is no value (SAML Core 2.0, section 2.7.3.1.1).
    private static func isNil(_ value: XMLElement) -> Bool {
        guard let stated = value.attribute("nil", in: SAMLNamespace.schemaInstance) else { return false }
        return stated.hasSameBytes(as: "true") || stated.hasSameBytes(as: "1")
    }
}
