internal import CXMLSecurity

/// What is decided on the bytes, before the parser sees them.
///
/// In UTF-8 XML, `<!` begins a document type, a comment or a CDATA section and nothing else, and `<?` a processing instruction
/// or the XML declaration. All of them are refused, so the parser never expands an entity of a stranger's (attacks 1.3 #43-#50);
/// comments are skipped where they are left out.
enum ByteScan {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let declaration = Array("<?xml".utf8)

    static func check(
        _ bytes: [UInt8],
        comments: ReceivedXML.Comments,
        limits: XMLLimits
    ) throws(XMLReadingError) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        // attacks 1.3 #59, #60: UTF-16, UTF-32 and EBCDIC documents hold U+0000 or are no UTF-8.
        guard position(of: 0, in: bytes, from: 0) == nil, isUTF8(bytes) else { throw .notUTF8 }
        let start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        var position = start
        while let bracket = self.position(of: UInt8(ascii: "<"), in: bytes, from: position) {
            position = bracket + 1
            guard position < bytes.count else { return }
            switch bytes[position] {
            case UInt8(ascii: "!"):
                let rest = bytes[(position + 1)...]
                guard comments == .leftOut, rest.starts(with: "--".utf8) else { throw markup(rest) }
                position = try endOfComment(rest.dropFirst(2))
            case UInt8(ascii: "?"):
                guard bracket == start, isDeclaration(bytes[bracket...]) else {
                    throw .processingInstruction
                }
                try checkEncoding(in: bytes[bracket...])
            default: break
            }
        }
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }

    /// The next place of a byte. By memchr, which looks at many bytes at once.
    private static func position(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, CInt(byte), buffer.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// attacks 1.3 #59: decided here, because the parser would first hand the bytes to whatever converter the declaration
    /// names, of the hundreds that the C library brings.
    private static func checkEncoding(in text: ArraySlice<UInt8>) throws(XMLReadingError) {
        let end = text.firstRange(of: "?>".utf8)?.lowerBound ?? text.endIndex
        guard let name = text[..<end].firstRange(of: "encoding".utf8) else { return }
        // XML 1.0, section 4.3.3: Eq, then a quoted name.
        var rest = text[name.upperBound..<end].drop(while: XMLContent.whiteSpace.contains)
        guard rest.popFirst() == UInt8(ascii: "=") else { throw .wrongEncoding }
        rest = rest.drop(while: XMLContent.whiteSpace.contains)
        guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw .wrongEncoding
        }
        let value = rest.prefix { $0 != quote }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard value.elementsEqual("utf-8".utf8) else { throw .wrongEncoding }
    }

    /// Behind the first `--`, which must be the end (XML 1.0, section 2.5).
    private static func endOfComment(_ text: ArraySlice<UInt8>) throws(XMLReadingError) -> Int {
        var position = text.startIndex
        while let dash = text[position...].firstIndex(of: UInt8(ascii: "-")) {
            position = dash + 1
            guard text[position...].starts(with: "->".utf8) else { continue }
            return position + 2
        }
        throw .notWellFormed
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
        return XMLContent.whiteSpace.contains(next)
    }
}
