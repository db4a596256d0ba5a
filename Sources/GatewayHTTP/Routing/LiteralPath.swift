/// A path that means what it says: segments of plain characters between single slashes.
///
/// What other software might read in a second way is refused rather than normalised: `//`, `.` and `..`, `;`, `%` in
/// whatever spelling, backslashes, control characters, bytes outside ASCII (attacks 5.7 #74). None of our addresses needs
/// them, so what is authorised is what is routed.
struct LiteralPath: Sendable, Hashable {
    /// Bytes; the longest address of ours has a token of a few hundred in it.
    static let maximumBytes = 512

    /// The segments, none of them empty; none for `/`.
    let segments: [String]

    /// nil where the bytes are not such a path.
    init?(_ bytes: [UInt8]) {
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= Self.maximumBytes else { return nil }
        if bytes.count == 1 {
            segments = []
            return
        }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.allSatisfy(Self.isPlain) else { return nil }
        segments = parts.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isPlain(_ segment: ArraySlice<UInt8>) -> Bool {
        guard !segment.isEmpty, segment.last != UInt8(ascii: ".") else { return false }
        return segment.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
    }
}
