/// What somebody reads off an authenticator app: six ASCII digits, and nothing that other parsers would take for them
/// (attacks 5.2 #14).
package struct TOTPCode: Sendable {
    package static let digitCount = 6

    let digits: [UInt8]

    /// nil where `text` is not six of `0`…`9`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.digitCount,
            bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        digits = bytes
    }
}
