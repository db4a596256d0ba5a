internal import Encoding

/// The attributes of a verified assertion: each name once, with all its values in order.
package struct AttributeSet: Sendable, Equatable, Sequence {
    /// One name with its values.
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let friendlyName: String?
        /// In the order sent; a value that is sent twice stands once. Empty where the attribute has no value.
        package var values: [String]
        /// Whether some value was not plain text and is therefore missing from ``values``.
        package var hasUnreadableValue: Bool
    }

    private var entries: [Entry] = []

    static let repeated = SAMLCode(
        "SAML-ATTR-04",
        reason: "The same attribute is sent twice, which this connection does not accept.",
        cure:
            "Let the identity provider send one attribute with several values, or allow repeated attributes for the connection."
    )

    package static let codes = [repeated]

    /// Merges by name, compared byte for byte, or refuses repetition where the policy says so (attacks 1.6 #104).
    init(
        merging elements: [AttributeElement],
        repeated rule: ResponsePolicy.RepeatedAttributes
    ) throws(SAMLRejection) {
        for element in elements {
            guard let position = entries.firstIndex(where: { $0.name.hasSameBytes(as: element.name) }) else {
                entries.append(
                    Entry(
                        name: element.name,
                        friendlyName: element.friendlyName,
                        values: Self.distinct(element.values),
                        hasUnreadableValue: element.hasUnreadableValue
                    )
                )
                continue
            }
            guard rule == .merged else {
                throw SAMLRejection(Self.repeated, detail: SAMLRejection.quote(element.name))
            }
            entries[position].values = Self.distinct(entries[position].values + element.values)
            entries[position].hasUnreadableValue = entries[position].hasUnreadableValue || element.hasUnreadableValue
        }
    }

    package func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }

    /// How many names there are.
    package var count: Int { entries.count }

    /// The entry of that name, byte for byte.
    package subscript(name: String) -> Entry? {
        entries.first { $0.name.hasSameBytes(as: name) }
    }

    private static func distinct(_ values: [String]) -> [String] {
        var seen = Set<String>(minimumCapacity: values.count)
        var kept: [String] = []
        kept.reserveCapacity(values.count)
        for value in values {
            // What Swift takes for equal may still differ in bytes; what it takes for different does.
            guard !seen.insert(value).inserted, kept.contains(where: { $0.hasSameBytes(as: value) }) else {
                kept.append(value)
                continue
            }
        }
        return kept
    }
}
