import Encoding
package import GatewayHTTP
import HTTPTypes

/// `GET /openapi.json`: the description of every route, this one too, made from the table itself.
package enum ServeOpenAPI {
    /// Seconds for which a reader may keep it.
    private static let lifetime = 300

    /// - Parameter others: all routes besides this one.
    package static func route(describing others: [Route], _ url: PublicURL, version: String) -> Route {
        let itself = route { _ in .noContent }
        let answer = Answer(
            type: .openAPI,
            body: OpenAPIDocument.make(others + [itself], server: url, version: version).serialized()
        )
        return route { answer.cached(seconds: lifetime).revalidated(by: $0.headers) }
    }

    private static func route(_ handler: @escaping @Sendable (GatewayRequest) async throws -> Answer) -> Route {
        Route(
            "getOpenAPI",
            .get,
            "/openapi.json",
            "This document.",
            answers: [AnswerForm(.ok, "The OpenAPI 3.1 document.", type: .openAPI, schema: .anything)],
            endpoint: .open(handler)
        )
    }
}
