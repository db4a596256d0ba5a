/// A string as a key of its bytes: `String` hashes and compares by canonical equivalence.
struct ByteKey: Hashable {
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }
}
