/// What a text value may hold. Values are kept as they came, HTML and formulas included: who prints them escapes them.
/// What no printer can escape everywhere, control characters and line breaks, is refused where one line is meant
/// (attacks 5.6 #70).
enum TextRules {
    /// C0, DEL, C1, and the two separators that some programs take for line ends. Asked of scalars, since `"\r\n"` is a
    /// single `Character` that a search for `"\n"` misses.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// - Parameter bound: bytes.
    static func checkLength(_ text: String, _ bound: Int, of attribute: SchemaAttribute) throws(SCIMError) {
        guard text.utf8.count <= bound else {
            throw SCIMError(.valueTooLong, "\(attribute.name) has more than \(bound) bytes.")
        }
    }

    static func check(_ text: String, of attribute: SchemaAttribute) throws(SCIMError) {
        let bound = attribute.type == .binary ? ValueLimits.binaryBytes : ValueLimits.textBytes
        try checkLength(text, bound, of: attribute)
        var isPlain = true
        for byte in text.utf8 where byte < 0x20 || byte >= 0x7F { isPlain = false }
        guard !isPlain else { return }
        for scalar in text.unicodeScalars where isControl(scalar) {
            let isLineBreak = scalar == "\n" || scalar == "\r" || scalar == "\t"
            guard attribute.allowsLineBreaks && isLineBreak else {
                throw SCIMError(.valueControlCharacter, "\(attribute.name) holds a control character or line break.")
            }
        }
    }
}

/// Bounds on the values of a resource. The RFCs name none.
package enum ValueLimits {
    /// Bytes of a text value: generous for names and addresses, small beside the body.
    package static let textBytes = 4096
    /// Characters of base64: a certificate chain of a few kilobytes fits.
    package static let binaryBytes = 64 << 10
    /// Digits of a decimal number, which is kept as it was written: more than any double needs.
    package static let decimalBytes = 64
    /// Values of a multi-valued attribute.
    package static let elements = 200
    /// Members named by one request; IdPs send hundreds, peers stop at 100 to 8,000.
    package static let members = 20_000

    static func elements(of attribute: SchemaAttribute) -> Int {
        attribute == GroupAttributes.members ? members : elements
    }
}
