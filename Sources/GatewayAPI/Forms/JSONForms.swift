import Encoding
import FoundationEssentials
import GatewayHTTP

/// How the API writes what several operations answer.
enum JSONForms {
    /// RFC 3339, in UTC.
    static func time(_ date: Date) -> JSONValue { .string(date.formatted(.iso8601)) }

    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// A page of a list.
    static func list(_ items: [JSONValue], next: String?) -> JSONValue {
        ["items": .array(items), "next_cursor": optional(next)]
    }
}

extension Schema {
    static let time = Schema.string(format: "date-time", example: "2026-01-31T12:00:00Z")
    static let id = Schema.string(format: "uuid")
}
