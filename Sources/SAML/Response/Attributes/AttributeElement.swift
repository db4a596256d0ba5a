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
    static let encrypted = SAMLCode(
        "SAML-ATTR-03",
        reason: "An attribute is encrypted by itself, which is not supported.",
        cure: "Let the identity provider encrypt the whole assertion instead of single attributes."
    )

    package static let codes = [tooMany, unnamed, encrypted]

    /// Attributes of one assertion; our own bound, far above the 30 or so that directories send.
    package static let mostAttributes = 256
    /// Values of one attribute; Entra stops sending groups at 150, ADFS and Okta send more.
    package static let mostValues = 1_000

    private static let layoutCharacters: Set<Unicode.Scalar> = ["\t", "\n"]

    /// All attributes of all statements, in order (attacks 1.9 #140).
    static func all(in assertion: XMLElement) throws(SAMLRejection) -> [AttributeElement] {
        var attributes: [AttributeElement] = []
        for statement in assertion.elements("AttributeStatement", in: SAMLNamespace.assertion) {
            // attacks 1.5 #81; there is no reader for these, so they are refused rather than left out in silence.
            guard statement.elements("EncryptedAttribute", in: SAMLNamespace.assertion).isEmpty else {
                throw SAMLRejection(encrypted)
            }
            for element in statement.elements("Attribute", in: SAMLNamespace.assertion) {
                attributes.append(try AttributeElement(reading: element))
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
        value.attributes.contains { attribute in
            attribute.name.hasSameBytes(as: "nil")
                && (attribute.namespace ?? "").hasSameBytes(as: SAMLNamespace.schemaInstance)
                && (attribute.value.hasSameBytes(as: "true") || attribute.value.hasSameBytes(as: "1"))
        }
    }
}
