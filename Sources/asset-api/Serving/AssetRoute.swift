import Encoding
import Hummingbird

/// One route: what the router needs to serve it and what the OpenAPI document says about it, in one value.
struct AssetRoute: Sendable {
    typealias Handler = @Sendable (Request, AssetRequestContext) async throws -> Response

    let method: HTTPRequest.Method
    /// `/assets/{id}`.
    let path: String
    /// The name of the operation.
    let id: String
    let summary: String
    /// Each of which is enough; empty where no token is asked for.
    var permissions: [Permission] = []
    var query: [Parameter] = []
    /// The schema of the body that is sent.
    var body: JSONValue?
    let answer: Answer
    /// What may go wrong here, besides what may everywhere.
    var problems: [Problem.Code] = []
    let handler: Handler

    struct Parameter: Sendable {
        let name: String
        let note: String
        let schema: JSONValue
    }

    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let note: String
        let schema: JSONValue
    }

    /// The parts of the path in braces.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
