package import Encoding
import HTTPTypes
import Workspaces

/// The OpenAPI 3.1 document of a table of routes.
package enum OpenAPIDocument {
    /// - Parameter server: the public URL.
    package static func make(_ routes: [Route], server: PublicURL, version: String) -> JSONValue {
        var paths = JSONObject()
        var schemas = JSONObject()
        for route in routes {
            var path = paths[route.path.description]?.object ?? JSONObject()
            path[route.method.rawValue.lowercased()] = operation(route)
            paths[route.path.description] = .object(path)
            for (name, document) in namedSchemas(of: route) { schemas[name] = document }
        }
        schemas["Problem"] = problem
        return [
            "openapi": "3.1.0",
            "info": ["title": "OnTrackio identity gateway", "version": .string(version)],
            "servers": [["url": .string(server.description)]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "accessToken": ["type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"],
                    "application": ["type": "http", "scheme": "basic"],
                    "browserSession": ["type": "apiKey", "in": "cookie", "name": "session"],
                ],
            ],
        ]
    }

    private static let problem: JSONValue = Schema.object([
        .required("type", .string()),
        .required("title", .string()),
        .required("status", .integer()),
        .optional("detail", .string()),
        .required("code", .oneOf(ProblemCode.allCases.map(\.rawValue)), "Stable; from one catalogue."),
        .required("correlation_id", .string(format: "uuid"), "Also in the log and the audit entry."),
    ]).document

    private static func namedSchemas(of route: Route) -> [(name: String, document: JSONValue)] {
        var schemas = route.answers.compactMap(\.schema) + route.query.map(\.schema)
        if case .json(let schema) = route.body { schemas.append(schema) }
        return schemas.flatMap(\.named)
    }

    private static func operation(_ route: Route) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(route.id),
            "summary": .string(route.summary),
            "tags": .array([.string(tag(of: route))]),
        ]
        let parameters = route.path.parameters.map(pathParameter) + route.query.map(queryParameter)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = requestBody(route.body) { operation["requestBody"] = body }
        operation["responses"] = responses(of: route)
        if let security = security(of: route.endpoint) { operation["security"] = .array([security]) }
        if let permission = route.endpoint.permission { operation["x-permission"] = .string(permission.rawValue) }
        if route.needsFreshProof { operation["x-fresh-proof"] = true }
        return .object(operation)
    }

    private static func tag(of route: Route) -> String {
        switch route.problemForm {
        case .details: "API"
        case .page: "Pages"
        case .oauth: "OAuth"
        }
    }

    private static func pathParameter(_ name: String) -> JSONValue {
        ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
    }

    private static func queryParameter(_ parameter: QueryParameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": "query", "required": false,
            "description": .string(parameter.note), "schema": parameter.schema.document,
        ]
    }

    private static func requestBody(_ body: BodyForm) -> JSONValue? {
        switch body {
        case .none:
            nil
        case .json(let schema):
            ["required": true, "content": ["application/json": ["schema": schema.document]]]
        case .form(let fields):
            [
                "required": true,
                "content": [
                    "application/x-www-form-urlencoded": [
                        "schema": Schema.object(
                            fields.map { field in
                                let schema = Schema.string(maximumBytes: field.maximumBytes)
                                return field.isRequired
                                    ? .required(field.name, schema, field.note)
                                    : .optional(field.name, schema, field.note)
                            }
                        ).document
                    ]
                ],
            ]
        }
    }

    private static func responses(of route: Route) -> JSONValue {
        var responses = JSONObject()
        for answer in route.answers {
            var response: JSONObject = ["description": .string(answer.note)]
            if let type = answer.type {
                let schema = answer.schema?.document ?? ["type": "string"]
                response["content"] = [JSONMember(name: type.rawValue, value: ["schema": schema])].asObject
            }
            responses[String(answer.status.code)] = .object(response)
        }
        for (status, codes) in Dictionary(grouping: route.problems, by: \.status.code).sorted(by: { $0.key < $1.key })
        where responses[String(status)] == nil {
            let note = codes.map { "`\($0.rawValue)`: \($0.title)" }.joined(separator: " ")
            responses[String(status)] = problemResponse(note, of: route)
        }
        responses["default"] = problemResponse("What can go wrong everywhere.", of: route)
        return .object(responses)
    }

    private static func problemResponse(_ note: String, of route: Route) -> JSONValue {
        switch route.problemForm {
        case .page:
            ["description": .string(note), "content": ["text/html": ["schema": ["type": "string"]]]]
        case .oauth:
            ["description": .string(note), "content": ["application/json": ["schema": ["type": "object"]]]]
        case .details:
            [
                "description": .string(note),
                "content": [
                    "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
                ],
            ]
        }
    }

    private static func security(of endpoint: Endpoint) -> JSONValue? {
        switch endpoint {
        case .open, .door, .visitor: nil
        case .browserSession: ["browserSession": []]
        case .bearer: ["accessToken": []]
        case .client: ["application": []]
        }
    }
}

extension [JSONMember] {
    fileprivate var asObject: JSONValue { .object(JSONObject(self)) }
}
