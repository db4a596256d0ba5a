import Encoding
import Hummingbird

/// `GET /assets`
struct ListAssets: Sendable {
    private static let limits = 1...200
    private static let standardLimit = 50

    static let parameters = [
        AssetRoute.Parameter(
            name: "limit",
            note: "Items a page, \(standardLimit) unless told.",
            schema: [
                "type": "integer", "minimum": .number(JSONNumber(limits.lowerBound)),
                "maximum": .number(JSONNumber(limits.upperBound)),
            ]
        ),
        AssetRoute.Parameter(
            name: "cursor",
            note: "`next_cursor` of the page before.",
            schema: ["type": "string"]
        ),
    ]

    let databases: AssetDatabases

    @Sendable
    func handle(_ request: Request, _ context: AssetRequestContext) async throws -> Response {
        let (visitor, scope) = try Visitor.reading(context)
        let limit = try limit(of: request)
        let cursor = try cursor(of: request)
        let found = try await databases.read(for: visitor) { assets in
            try await assets.list(scope, after: cursor, limit: limit)
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { AssetCursor(after: $0.id).text } : nil
        return .json([
            "items": .array(page.map(\.json)),
            "next_cursor": next.map { .string($0) } ?? .null,
        ])
    }

    private func limit(of request: Request) throws -> Int {
        guard let text = try request.parameter("limit") else { return Self.standardLimit }
        guard text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let limit = Int(text),
            Self.limits.contains(limit)
        else { throw Problem(.invalidRequest, "'limit' is not a whole number from 1 to \(Self.limits.upperBound).") }
        return limit
    }

    private func cursor(of request: Request) throws -> AssetCursor? {
        guard let text = try request.parameter("cursor") else { return nil }
        guard let cursor = AssetCursor(text) else {
            throw Problem(.invalidRequest, "'cursor' is not one that a page gave.")
        }
        return cursor
    }
}

extension Request {
    /// The one value of a query parameter; nil where it is not there.
    fileprivate func parameter(_ name: String) throws -> String? {
        let values = uri.queryParameters[values: name[...]]
        guard values.count <= 1 else { throw Problem(.invalidRequest, "'\(name)' stands twice.") }
        return values.first.map(String.init)
    }
}
