/// The one way in which values that are not `caseExact` are compared. Storage keeps the folded text that this makes, so
/// that code and SQL cannot differ on it.
package enum CaseFolding {
    /// ASCII letters in lower case, all else as it is.
    package static func asciiLowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// Each scalar's lower-case mapping by Unicode's own data, independent of any locale. Nothing is normalised: composed
    /// and decomposed letters stay apart, as they are in the stored bytes.
    package static func folded(_ text: String) -> String {
        var isASCII = true
        var isLower = true
        for byte in text.utf8 {
            if byte >= 0x80 { isASCII = false }
            if byte &- UInt8(ascii: "A") < 26 { isLower = false }
        }
        if isASCII {
            return isLower ? text : String(decoding: text.utf8.map(asciiLowercased), as: UTF8.self)
        }
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            folded += scalar.properties.lowercaseMapping
        }
        return folded
    }

    /// Whether two names (of attributes, URNs, members) are the same without ASCII case.
    package static func sameName(_ first: some StringProtocol, _ second: some StringProtocol) -> Bool {
        let (first, second) = (first.utf8, second.utf8)
        guard first.count == second.count else { return false }
        var other = second.makeIterator()
        for byte in first {
            guard let match = other.next(), asciiLowercased(byte) == asciiLowercased(match) else { return false }
        }
        return true
    }
}

extension String {
    /// URNs are compared without case here, as clients differ in it.
    func hasSameURN(as other: String) -> Bool {
        CaseFolding.sameName(self, other)
    }
}
