/// The one error of this engine: a message, a document or a piece of metadata was refused by one check.
///
/// Two rejections are equal when their codes are; the detail is for logs and for the admin who owns the connection. It may
/// quote the message, so it is not part of ``description`` and never reaches the person at the door.
package struct SAMLRejection: Error, Sendable, Equatable, CustomStringConvertible {
    /// Which check refused.
    package let code: SAMLCode
    /// What was found and what was expected; may hold text of the message, shortened to ``longestQuote``.
    package let detail: String

    package init(_ code: SAMLCode, detail: String = "") {
        self.code = code
        self.detail = detail
    }

    package var description: String { "\(code.name): \(code.reason)" }

    package static func == (one: SAMLRejection, other: SAMLRejection) -> Bool { one.code == other.code }

    /// Characters of the message quoted in a detail: enough for an address, too few to carry an assertion into a log.
    package static let longestQuote = 200

    /// Quotes text of a message for a detail, shortened, with everything but printable ASCII shown by number so that
    /// look-alike characters and line breaks can be seen and can't forge log lines.
    package static func quote(_ text: String?) -> String {
        guard let text else { return "(absent)" }
        var shown = "“"
        for (position, scalar) in text.unicodeScalars.enumerated() {
            guard position < longestQuote else {
                shown += "…"
                break
            }
            shown +=
                scalar.value >= 0x20 && scalar.value < 0x7F ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return shown + "”"
    }
}
