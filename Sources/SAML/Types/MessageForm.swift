internal import XMLSecurity

/// The form of a message: which elements, how often, with text of what kind. It knows no meaning; checks do.
///
/// These functions read an ``XMLElement`` strictly: every lookup compares namespace and local name (attacks 1.3 #55), reads
/// un-namespaced attributes only (#56), and takes an element's whole text or refuses it (attacks 2.1, 8).
package enum MessageForm {
    static let wrongRoot = SAMLCode(
        "SAML-FORM-01",
        reason: "The document is not the kind of SAML 2.0 message that is expected here.",
        cure: "Check which address was entered at the identity provider: sign-in answers go to the ACS address, logout "
            + "messages to the SLO address. SAML 1.1 and the Artifact binding are not supported."
    )
    static let repeated = SAMLCode(
        "SAML-FORM-02",
        reason: "An element that may stand once stands there several times.",
        cure:
            "No known identity provider sends this. Treat the message as an attack, or report it to the provider's vendor."
    )
    static let missing = SAMLCode(
        "SAML-FORM-03",
        reason: "An element or attribute that SAML requires is missing.",
        cure: "See the detail for its name; the identity provider's product or template must be corrected."
    )
    static let unusableID = SAMLCode(
        "SAML-FORM-04",
        reason: "An ID is not made of ASCII letters, digits, '_', '-' and '.', starts with a digit, or is too long.",
        cure: "IDs are made by the identity provider's product; update it or report it to its vendor."
    )
    static let unreadableTime = SAMLCode(
        "SAML-FORM-05",
        reason: "A time is not written as SAML asks: UTC with 'Z', a real date, at most seven digits of a fraction.",
        cure: "Set the identity provider to write times in UTC with 'Z', without an offset such as +00:00."
    )
    static let markupInText = SAMLCode(
        "SAML-FORM-06",
        reason: "A value that must be plain text holds further elements.",
        cure: "See the detail for the element; let the identity provider send the value as text."
    )
    static let unusableText = SAMLCode(
        "SAML-FORM-07",
        reason: "A value is too long or holds control characters or line breaks.",
        cure: "See the detail for the element; correct the value at the identity provider."
    )

    package static let codes = [
        wrongRoot, repeated, missing, unusableID, unreadableTime, markupInText, unusableText,
    ]

    /// Bytes of one text value: room for a distinguished name or a long address.
    package static let mostTextBytes = 4_096

    /// Refuses an element of another name; the root of every document is read through this (attacks 1.6 #100).
    static func expect(_ element: XMLElement, _ name: String, in namespace: String) throws(SAMLRejection) {
        guard element.isNamed(name, in: namespace) else {
            throw SAMLRejection(
                wrongRoot,
                detail: "expected \(name), found \(SAMLRejection.quote(element.name)) in "
                    + SAMLRejection.quote(element.namespace)
            )
        }
    }

    /// The only child of that name, or nil; two are refused rather than chosen between.
    static func optional(
        _ name: String,
        in namespace: String,
        of element: XMLElement
    ) throws(SAMLRejection) -> XMLElement? {
        let found = element.elements(name, in: namespace)
        guard found.count <= 1 else {
            throw SAMLRejection(repeated, detail: "\(found.count) × \(name) in \(element.name)")
        }
        return found.first
    }

    static func required(
        _ name: String,
        in namespace: String,
        of element: XMLElement
    ) throws(SAMLRejection) -> XMLElement {
        guard let found = try optional(name, in: namespace, of: element) else {
            throw SAMLRejection(missing, detail: "\(name) in \(element.name)")
        }
        return found
    }

    static func requiredAttribute(_ name: String, of element: XMLElement) throws(SAMLRejection) -> String {
        guard let value = try attribute(name, of: element) else {
            throw SAMLRejection(missing, detail: "attribute \(name) of \(element.name)")
        }
        return value
    }

    /// An un-namespaced attribute's value, bounded and free of control characters.
    static func attribute(_ name: String, of element: XMLElement) throws(SAMLRejection) -> String? {
        guard let value = element.attribute(name) else { return nil }
        guard value.utf8.count <= mostTextBytes, !holdsControlCharacter(value) else {
            throw SAMLRejection(unusableText, detail: "attribute \(name) of \(element.name)")
        }
        return value
    }

    /// The `ID` attribute (attacks 1.2 #40, #41).
    static func identifier(of element: XMLElement) throws(SAMLRejection) -> MessageID {
        guard let id = MessageID(try requiredAttribute("ID", of: element)) else {
            throw SAMLRejection(
                unusableID,
                detail: "ID of \(element.name) is \(SAMLRejection.quote(element.attribute("ID")))"
            )
        }
        return id
    }

    static func requiredInstant(_ name: String, of element: XMLElement) throws(SAMLRejection) -> SAMLInstant {
        guard let instant = try instant(name, of: element) else {
            throw SAMLRejection(missing, detail: "attribute \(name) of \(element.name)")
        }
        return instant
    }

    static func instant(_ name: String, of element: XMLElement) throws(SAMLRejection) -> SAMLInstant? {
        guard let text = try attribute(name, of: element) else { return nil }
        guard let instant = SAMLInstant(text) else {
            throw SAMLRejection(unreadableTime, detail: "\(name) of \(element.name) is \(SAMLRejection.quote(text))")
        }
        return instant
    }

    /// The whole text of an element that names something: no markup, no control character (attacks 1.3 #43, #62).
    static func text(of element: XMLElement) throws(SAMLRejection) -> String {
        guard let text = element.text() else {
            throw SAMLRejection(markupInText, detail: element.name)
        }
        guard text.utf8.count <= mostTextBytes, !holdsControlCharacter(text) else {
            throw SAMLRejection(unusableText, detail: "\(element.name) is \(SAMLRejection.quote(text))")
        }
        return text
    }

    /// Whether there is a control character, U+0000-U+001F or U+007F-U+009F.
    ///
    /// - Parameter allowed: ASCII that passes all the same.
    static func holdsControlCharacter(_ text: String, except allowed: [UInt8] = []) -> Bool {
        let octets = text.utf8Span.span
        // Nearly every text is printable ASCII alone; without branches, many octets are looked at at once.
        var unprintable: UInt8 = 0
        for place in octets.indices { unprintable |= octets[place] &- 0x20 < 0x5F ? 0 : 1 }
        if unprintable == 0 { return false }
        var previous: UInt8 = 0
        for place in octets.indices {
            let octet = octets[place]
            // U+0080-U+009F are C2 80-9F in UTF-8.
            if octet < 0x20 || octet == 0x7F || previous == 0xC2 && octet < 0xA0, !allowed.contains(octet) {
                return true
            }
            previous = octet
        }
        return false
    }
}
