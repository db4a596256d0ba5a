import Encoding

/// The text of a name or value of a form, as it was received.
enum FormText {
    /// nil where an escape is half, a byte stands there that has to be escaped, or the text is not UTF-8 or holds a NUL.
    static func decode(_ bytes: some Sequence<UInt8>) -> String? {
        let bytes = Array(bytes)
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }), let text = PercentCoding.decodeForm(bytes),
            !text.contains(0)
        else { return nil }
        return String(validating: text, as: UTF8.self)
    }
}
