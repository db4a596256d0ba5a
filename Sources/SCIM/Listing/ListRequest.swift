package import Encoding

/// How much of a list is answered at once (attacks 5.6 #60).
package enum Paging: Sendable, Equatable {
    /// Resources on a page at most; more is cut to this.
    package static let maximumCount = 100
    package static let defaultCount = 100

    /// From a place in the order, counted from 1 (RFC 7644 section 3.4.2.4).
    case index(start: Int)
    /// From a cursor; nil asks for the first page (RFC 9865 section 2).
    case cursor(String?)
}

/// A question for a list: the parameters of a GET, or the body of a `.search` (RFC 7644 section 3.4.2 and 3.4.3).
package struct ListRequest: Sendable, Equatable {
    package var filter: String?
    package var sortBy: String?
    package var isDescending = false
    package var paging = Paging.index(start: 1)
    /// Resources wanted; 0 asks for the total alone.
    package var count = Paging.defaultCount
    package var attributes: [String] = []
    package var excludedAttributes: [String] = []

    package init() {}

    /// From a query string, already read as form data.
    package init(_ query: FormQuery) throws(SCIMError) {
        filter = try query.value("filter")
        sortBy = try query.value("sortBy")
        if let order = try query.value("sortOrder") { isDescending = try Self.isDescending(order) }
        let cursor = try query.value("cursor")
        if let text = try query.value("count") { try setCount(Self.number(text), withCursor: cursor != nil) }
        let start = try query.value("startIndex")
        try setPaging(cursor: cursor, start: try start.map(Self.requiredNumber))
        attributes = try Projection.names(try query.value("attributes") ?? "")
        excludedAttributes = try Projection.names(try query.value("excludedAttributes") ?? "")
    }

    /// From the body of a `.search`.
    package init(_ body: JSONObject) throws(SCIMError) {
        try SCIMBody.requireMessage(MessageURN.searchRequest, in: body)
        filter = try Self.text("filter", of: body)
        sortBy = try Self.text("sortBy", of: body)
        if let order = try Self.text("sortOrder", of: body) { isDescending = try Self.isDescending(order) }
        let cursorMember = try SCIMBody.member("cursor", of: body)
        let cursor = cursorMember == nil ? nil : try Self.text("cursor", of: body) ?? ""
        if let count = try SCIMBody.member("count", of: body), !count.isNull {
            try setCount(count.number.flatMap { Self.number($0.text) }, withCursor: cursor != nil)
        }
        var start: Int64?
        if let member = try SCIMBody.member("startIndex", of: body), !member.isNull {
            guard let number = member.number else { throw SCIMError(.listNumber) }
            start = try Self.requiredNumber(number.text)
        }
        try setPaging(cursor: cursor, start: start)
        attributes = try Self.names("attributes", of: body)
        excludedAttributes = try Self.names("excludedAttributes", of: body)
    }

    /// A negative count is 0, one above the cap is the cap.
    private mutating func setCount(_ number: Int64?, withCursor: Bool) throws(SCIMError) {
        guard let number else { throw SCIMError(withCursor ? .listCount : .listNumber) }
        count = Int(min(max(number, 0), Int64(Paging.maximumCount)))
    }

    /// An index below 1 is 1. Index and cursor together would leave open which counts.
    private mutating func setPaging(cursor: String?, start: Int64?) throws(SCIMError) {
        if let cursor {
            guard start == nil else { throw SCIMError(.listQuery, "startIndex and cursor exclude each other.") }
            paging = .cursor(cursor.isEmpty ? nil : cursor)
        } else if let start {
            paging = .index(start: Int(max(start, 1)))
        }
    }

    private static func requiredNumber(_ text: String) throws(SCIMError) -> Int64 {
        guard let number = number(text) else { throw SCIMError(.listNumber) }
        return number
    }

    /// A whole number in decimal digits, without the plus sign that `Int64` would take. One beyond 64 bits is the last
    /// within: what is too much is cut, not refused (attacks 5.6 #60).
    private static func number(_ text: String) -> Int64? {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = text.utf8.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return Int64(text) ?? (isNegative ? .min : .max)
    }

    private static func isDescending(_ order: String) throws(SCIMError) -> Bool {
        if CaseFolding.sameName(order, "ascending") { return false }
        guard CaseFolding.sameName(order, "descending") else {
            throw SCIMError(.listSort, "sortOrder is ascending or descending.")
        }
        return true
    }

    private static func text(_ name: String, of body: JSONObject) throws(SCIMError) -> String? {
        guard let value = try SCIMBody.member(name, of: body), !value.isNull else { return nil }
        guard let text = value.string else { throw SCIMError(.listQuery, "\(name) is a string.") }
        return text
    }

    private static func names(_ name: String, of body: JSONObject) throws(SCIMError) -> [String] {
        guard let value = try SCIMBody.member(name, of: body), !value.isNull else { return [] }
        if let text = value.string { return try Projection.names(text) }
        guard let names = value.strings else { throw SCIMError(.listProjection) }
        return try Projection.names(names.joined(separator: ","))
    }
}
