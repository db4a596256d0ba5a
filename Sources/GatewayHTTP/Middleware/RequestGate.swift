import HTTPTypes

/// What every request must be before any route is looked for.
struct RequestGate: Sendable {
    let publicURL: PublicURL

    /// The path, where the request may go on. Throws ``Problem``.
    func pass(_ head: HTTPRequest) throws -> LiteralPath {
        // The Host must be ours to the byte, once (attacks 5.7 #73): a second one is left in the fields.
        guard head.authority == publicURL.authority, head.headerFields[.secondHost] == nil else {
            throw Problem(.misdirectedRequest)
        }
        for name in Self.onceOnly where head.headerFields[values: name].count > 1 {
            throw Problem(.invalidRequest, "\(name.rawName) stands twice.")
        }
        // Two ways to tell a body's length are two lengths, and a coding that we don't know is none (RFC 9112 sections 6.1
        // and 6.3, attacks 5.7 #74).
        if let coding = head.headerFields[.transferEncoding] {
            guard coding.lowercased() == "chunked", head.headerFields[.contentLength] == nil else {
                throw Problem(.invalidRequest, "The body's length can't be told.")
            }
        }
        let path = (head.path ?? "").utf8.prefix { $0 != UInt8(ascii: "?") }
        guard let literal = LiteralPath(Array(path)) else { throw Problem(.invalidPath) }
        return literal
    }

    /// The query's parameters. Throws ``Problem`` for one that stands twice or is badly written.
    func query(_ head: HTTPRequest) throws -> FormParameters {
        guard let path = head.path, let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else { return .none }
        guard let query = FormParameters(Array(path.utf8[path.utf8.index(after: mark)...])) else {
            throw Problem(.invalidRequest, "The query is not well written, or names a parameter twice.")
        }
        return query
    }

    /// Fields of which a second one could be read by one program and passed over by another.
    private static let onceOnly: [HTTPField.Name] = [
        .authorization, .contentLength, .contentType, .origin, .secFetchSite, .transferEncoding, .contentEncoding,
    ]
}
