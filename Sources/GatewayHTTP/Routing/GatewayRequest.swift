package import Encoding
package import FoundationEssentials
package import HTTPTypes
package import Workspaces

/// A request as handlers see it: read once, checked against its route, with nothing left to parse.
package struct GatewayRequest: Sendable {
    package let method: HTTPRequest.Method
    package let headers: HTTPFields
    /// The values of the path template's places.
    package let parameters: [String: String]
    package let query: FormParameters
    /// The fields of a form; none for other bodies.
    package let form: FormParameters
    /// The JSON body; null for other bodies.
    package let json: JSONValue
    package let origin: RequestOrigin
    /// When it came.
    package let time: Date
    /// The path with its query, where a browser can be sent back to it.
    package let target: LocalPath?

    package init(
        method: HTTPRequest.Method,
        headers: HTTPFields,
        parameters: [String: String],
        query: FormParameters,
        form: FormParameters = .none,
        json: JSONValue = .null,
        origin: RequestOrigin,
        time: Date,
        target: LocalPath?
    ) {
        self.method = method
        self.headers = headers
        self.parameters = parameters
        self.query = query
        self.form = form
        self.json = json
        self.origin = origin
        self.time = time
        self.target = target
    }

    /// The string member of the JSON body; the route's schema has seen to it that a required one is there.
    package func text(_ name: String) -> String { json.object?[name]?.string ?? "" }
}
