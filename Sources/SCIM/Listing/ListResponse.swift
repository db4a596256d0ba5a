package import Encoding

/// The answer to a question for a list (RFC 7644 section 3.4.2, RFC 9865 section 2).
package struct ListResponse: Sendable {
    package enum Page: Sendable {
        /// `start` as it was asked, counted from 1.
        case index(start: Int)
        /// `next` is nil on the last page, `previous` on the first.
        case cursor(next: String?, previous: String?)
    }

    package let resources: [JSONObject]
    package let totalResults: Int
    package let page: Page

    package init(resources: [JSONObject], totalResults: Int, page: Page) {
        self.resources = resources
        self.totalResults = totalResults
        self.page = page
    }

    /// `itemsPerPage` is the number of resources on this page; all numbers are JSON integers.
    package var rendered: JSONValue {
        var body: JSONObject = [
            "schemas": [.string(MessageURN.listResponse)],
            "totalResults": .number(JSONNumber(totalResults)),
            "itemsPerPage": .number(JSONNumber(resources.count)),
        ]
        switch page {
        case .index(let start): body["startIndex"] = .number(JSONNumber(start))
        case .cursor(let next, let previous):
            if let next { body["nextCursor"] = .string(next) }
            if let previous { body["previousCursor"] = .string(previous) }
        }
        body["Resources"] = .array(resources.map { .object($0) })
        return .object(body)
    }
}
