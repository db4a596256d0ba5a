package import Secrets
@_spi(_Unicode) import Swift

/// A password in the one form that is hashed and compared: the OpaqueString profile of RFC 8265 section 4.2.
///
/// 1. Spaces other than U+0020 become U+0020 (a keyboard's no-break space is the commonest accident).
/// 2. Normalization Form C. The same word typed on two systems, composed or decomposed, is one password. The compatibility
///    forms are not taken: they make characters equal that people tell apart.
/// 3. Letter case stays; nothing is trimmed, nothing is cut off (SP 800-63B-4 section 3.1.1.2: the entire password counts).
///
/// Control characters (NUL among them) are refused, and so are code points that Unicode has not assigned: how those
/// normalise may change with a later version, and the person would be locked out. Joiners and variation selectors, which
/// the profile forbids, are accepted: emoji are made of them.
package struct NormalizedPassword: Sendable {
    /// The characters as `PasswordPolicy` counts and judges them.
    let text: Secret<String>

    /// - Parameter typed: as it came from the form or the JSON body.
    package init(_ typed: Secret<String>) throws(PasswordPolicyViolation) {
        // attacks 5.1 #2: the length is bounded before any work is done with the text, and again before it is hashed.
        guard typed.expose().utf8.count <= PasswordPolicy.maximumBytes else { throw .tooLong }
        var spaced = String.UnicodeScalarView()
        for scalar in typed.expose().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: throw .controlCharacter
            case .unassigned: throw .unassignedCharacter
            case .spaceSeparator: spaced.append(" ")
            default: spaced.append(scalar)
            }
        }
        // The standard library's own normaliser, by which String's == compares. It has no public spelling yet, and the
        // public alternative is all of Foundation with ICU for one function. A test pins its results.
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(spaced)._nfc)
        let text = String(composed)
        guard text.utf8.count <= PasswordPolicy.maximumBytes else { throw .tooLong }
        self.text = Secret(text)
    }

    /// The bytes that are hashed.
    var utf8: Secret<[UInt8]> { text.map { Array($0.utf8) } }
}
