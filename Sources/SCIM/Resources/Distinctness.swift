import Encoding

/// When two elements of a multi-valued attribute are one.
enum Distinctness {
    /// What tells an element from the others: its `value` and `type` where it has a value (RFC 7643 section 2.4: the same
    /// pair should not appear twice), the `value` alone for members, else the whole element.
    struct Key: Hashable {
        private let bytes: [UInt8]

        init(_ element: JSONValue, of attribute: SchemaAttribute) {
            guard let object = element.object, let sub = attribute.valueSubAttribute,
                let value = object[sub.name]?.string
            else {
                bytes = Array(element.text.utf8)
                return
            }
            var bytes = Array((sub.isCaseExact ? value : CaseFolding.folded(value)).utf8)
            if attribute != GroupAttributes.members, let type = object["type"]?.string {
                // NUL, which no value holds, keeps the two parts apart.
                bytes.append(0)
                bytes.append(contentsOf: CaseFolding.folded(type).utf8)
            }
            self.bytes = bytes
        }
    }

    /// The elements without those that repeat an earlier one.
    static func distinct(_ elements: [JSONValue], of attribute: SchemaAttribute) -> [JSONValue] {
        var seen: Set<Key> = []
        return elements.filter { seen.insert(Key($0, of: attribute)).inserted }
    }
}
