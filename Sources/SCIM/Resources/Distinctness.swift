import Encoding

/// When two elements of a multi-valued attribute are one.
enum Distinctness {
    /// What tells an element from the others: its `value` and `type` where it has a value (RFC 7643 section 2.4: the same
    /// pair should not appear twice), the `value` alone for members, else the whole element but for who is primary.
    struct Key: Hashable {
        private let bytes: [UInt8]

        init(_ element: JSONValue, of attribute: SchemaAttribute) {
            guard let object = element.object, let sub = attribute.valueSubAttribute,
                let value = object[sub.name]?.string
            else {
                bytes = Array(Self.ordered(element, of: attribute).text.utf8)
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

        /// The sub-attributes in the schema's order, whatever the client's was.
        private static func ordered(_ element: JSONValue, of attribute: SchemaAttribute) -> JSONValue {
            guard let object = element.object else { return element }
            let telling = attribute.subAttributes.filter { $0 != attribute.primarySubAttribute }
            return .object(
                JSONObject(telling.compactMap { sub in object[sub.name].map { JSONMember(name: sub.name, value: $0) } })
            )
        }
    }

    /// The elements without those that repeat an earlier one; of several that are one, the primary stays.
    static func distinct(_ elements: [JSONValue], of attribute: SchemaAttribute) -> [JSONValue] {
        var places: [Key: Int] = [:]
        var distinct: [JSONValue] = []
        distinct.reserveCapacity(elements.count)
        for element in elements {
            let key = Key(element, of: attribute)
            if let place = places[key] {
                if element.object?["primary"]?.bool == true { distinct[place] = element }
            } else {
                places[key] = distinct.count
                distinct.append(element)
            }
        }
        return distinct
    }
}
