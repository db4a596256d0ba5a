/// What is decided on the bytes, before the parser sees them.
///
/// In UTF-8 XML, `<!` begins a document type, a comment or a CDATA section and nothing else, and `<?` a processing instruction
/// or the XML declaration. All of them are refused, so the parser never expands an entity of a stranger's (attacks 1.3 #43-#50).
enum ByteScan {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let declaration = Array("<?xml".utf8)
    private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    static func check(_ bytes: [UInt8], limits: XMLLimits) throws(XMLReadingError) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        // attacks 1.3 #59, #60: UTF-16, UTF-32 and EBCDIC documents hold U+0000 or are no UTF-8.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw .notUTF8
        }
        let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        var position = start
        while let bracket = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = bracket + 1
            guard position < bytes.count else { return }
            switch bytes[position] {
            case UInt8(ascii: "!"): throw markup(bytes[(position + 1)...])
            case UInt8(ascii: "?"):
                guard bracket == start, isDeclaration(bytes[bracket...]) else {
                    throw .processingInstruction
                }
            default: break
            }
        }
    }

    /// Which markup follows `<!`.
    private static func markup(_ rest: ArraySlice<UInt8>) -> XMLReadingError {
        switch rest.first {
        case UInt8(ascii: "-"): .comment
        case UInt8(ascii: "["): .cdata
        default: .documentType
        }
    }

    /// `<?xml` and white space; `<?xml-stylesheet` is a processing instruction.
    private static func isDeclaration(_ rest: ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: declaration), let next = rest.dropFirst(declaration.count).first else {
            return false
        }
        return whiteSpace.contains(next)
    }
}
