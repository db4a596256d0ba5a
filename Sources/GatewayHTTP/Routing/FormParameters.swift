/// The parameters of a query or of an `application/x-www-form-urlencoded` body, read so that no two readers differ: a name
/// that stands twice is refused (RFC 6749 section 3.1 asks for it; everywhere else it is the same trap).
package struct FormParameters: Sendable, Equatable {
    /// More than any form of ours has.
    package static let maximumCount = 64

    private let values: [String: String]

    package static let none = FormParameters()

    private init() {
        values = [:]
    }

    /// nil where an escape is half, the text is not UTF-8, a name is empty or stands twice, or there are too many.
    package init?(_ bytes: [UInt8]) {
        var values: [String: String] = [:]
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first.flatMap(FormText.decode), !name.isEmpty, values[name] == nil,
                let value = halves.count == 2 ? FormText.decode(halves[1]) : "",
                values.count < Self.maximumCount
            else { return nil }
            values[name] = value
        }
        self.values = values
    }

    /// The value of that name, nil where the name is not there.
    package subscript(name: String) -> String? { values[name] }
}
