package import Encoding

/// What a JSON value of ours looks like: checked on requests, and shown in the OpenAPI document. Both are made from this
/// one value, so the document can't say what is not so.
package indirect enum Schema: Sendable {
    /// - Parameters:
    ///   - format: a format of OpenAPI 3.1 (`date-time`, `uuid`, `email`, `password`).
    ///   - maximumBytes: of UTF-8.
    case string(format: String? = nil, maximumBytes: Int? = nil, example: String? = nil)
    case oneOf([String])
    case integer(ClosedRange<Int>? = nil)
    case boolean
    case array(Schema)
    case object([Member])
    /// A schema that stands once in the document, under that name.
    case named(String, Schema)
    case nullable(Schema)
    /// Any JSON value.
    case anything

    /// A member of an object.
    package struct Member: Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
        package let note: String?

        package static func required(_ name: String, _ schema: Schema, _ note: String? = nil) -> Member {
            Member(name: name, schema: schema, isRequired: true, note: note)
        }

        package static func optional(_ name: String, _ schema: Schema, _ note: String? = nil) -> Member {
            Member(name: name, schema: schema, isRequired: false, note: note)
        }
    }

    /// A list with its cursor, as every list of ours.
    package static func list(of item: Schema) -> Schema {
        .object([.required("items", .array(item)), .required("next_cursor", .nullable(.string()))])
    }
}

extension Schema {
    /// What is wrong with `value`, in a sentence that names the member; nil where nothing is. Members that are not in the
    /// schema are passed over.
    package func flaw(in value: JSONValue, at place: String = "") -> String? {
        switch (self, value) {
        case (.anything, _), (.boolean, .bool), (.nullable, .null): nil
        case (.nullable(let schema), _), (.named(_, let schema), _): schema.flaw(in: value, at: place)
        case (.string(_, let maximum, _), .string(let text)):
            if let maximum, text.utf8.count > maximum { "\(at(place)) is longer than \(maximum) bytes." } else { nil }
        case (.oneOf(let allowed), .string(let text)):
            allowed.contains { $0.hasSameBytes(as: text) }
                ? nil : "\(at(place)) is none of \(allowed.joined(separator: ", "))."
        case (.integer(let range), .number(let number)):
            if let integer = number.integer, range?.contains(Int(integer)) ?? true {
                nil
            } else {
                "\(at(place)) is not a whole number\(range.map { " from \($0.lowerBound) to \($0.upperBound)" } ?? "")."
            }
        case (.array(let item), .array(let values)):
            values.enumerated().lazy.compactMap { item.flaw(in: $1, at: "\(place)/\($0)") }.first
        case (.object(let members), .object(let object)):
            members.lazy.compactMap { member in
                guard let value = object[member.name] else {
                    return member.isRequired ? "\(at("\(place)/\(member.name)")) is missing." : nil
                }
                return member.schema.flaw(in: value, at: "\(place)/\(member.name)")
            }.first
        case (.string, _), (.oneOf, _), (.integer, _), (.boolean, _), (.array, _), (.object, _):
            "\(at(place)) is not \(kind)."
        }
    }

    private func at(_ place: String) -> String { place.isEmpty ? "The body" : place }

    private var kind: String {
        switch self {
        case .string, .oneOf: "a string"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .array: "an array"
        case .object: "an object"
        case .named(_, let schema), .nullable(let schema): schema.kind
        case .anything: "a value"
        }
    }
}
