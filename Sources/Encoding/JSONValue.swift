/// A JSON value as RFC 8259 has it: members in the order of the text, numbers as written.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    package var isNull: Bool { self == .null }

    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    package var number: JSONNumber? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The number, where it is written as a whole number within 64 bits.
    package var integer: Int64? { number?.integer }

    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    package var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    package var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The strings of an array that holds nothing else.
    package var strings: [String]? {
        guard case .array(let values) = self else { return nil }
        var strings: [String] = []
        strings.reserveCapacity(values.count)
        for value in values {
            guard case .string(let string) = value else { return nil }
            strings.append(string)
        }
        return strings
    }
}

extension JSONValue: Equatable {
    /// Strings are equal where their bytes are: Swift's own equality takes composed and decomposed letters for the same
    /// (attacks section 0, rule 9). Objects are where they have the same members in the same order.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }
}

/// A JSON number as it was written, so that nothing is lost by reading it.
package struct JSONNumber: Sendable, Hashable {
    /// The literal, by the grammar of RFC 8259 section 6.
    package let text: String

    /// The number of a whole number.
    package init(_ value: some BinaryInteger) {
        text = String(value)
    }

    init(literal: String) {
        text = literal
    }

    /// The value of a literal without fraction or exponent that fits 64 bits.
    package var integer: Int64? { Int64(text) }

    /// The nearest double; nil where the literal is beyond its range.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONMember(name: $0.0, value: $0.1) }))
    }
    package init(nilLiteral: ()) { self = .null }
}
