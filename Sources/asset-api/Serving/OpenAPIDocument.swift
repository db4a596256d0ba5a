import Encoding
import HTTPTypes

/// The OpenAPI 3.1 document of the routes that are served.
enum OpenAPIDocument {
    static func make(_ routes: [AssetRoute]) -> JSONValue {
        var paths = JSONObject()
        for route in routes {
            var path = paths[route.path]?.object ?? JSONObject()
            path[route.method.rawValue.lowercased()] = operation(route)
            paths[route.path] = .object(path)
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "OnTrackio asset API", "version": "1"],
            "paths": .object(paths),
            "components": [
                "schemas": ["Asset": AssetSchemas.asset, "Problem": AssetSchemas.problem],
                "securitySchemes": ["accessToken": ["type": "http", "scheme": "bearer", "bearerFormat": "at+jwt"]],
            ],
        ]
    }

    private static func operation(_ route: AssetRoute) -> JSONValue {
        var operation: JSONObject = ["operationId": .string(route.id), "summary": .string(route.summary)]
        let inPath: [JSONValue] = route.pathParameters.map { name in
            ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string", "format": "uuid"]]
        }
        let inQuery: [JSONValue] = route.query.map { parameter in
            [
                "name": .string(parameter.name), "in": "query", "required": false,
                "description": .string(parameter.note), "schema": parameter.schema,
            ]
        }
        if !(inPath + inQuery).isEmpty { operation["parameters"] = .array(inPath + inQuery) }
        if let body = route.body {
            operation["requestBody"] = ["required": true, "content": ["application/json": ["schema": body]]]
        }
        operation["responses"] = responses(of: route)
        if !route.permissions.isEmpty {
            operation["security"] = [["accessToken": []]]
            operation["x-permissions"] = .array(route.permissions.map { .string($0.rawValue) })
        }
        return .object(operation)
    }

    private static func responses(of route: AssetRoute) -> JSONValue {
        var responses: JSONObject = [:]
        responses[String(route.answer.status.code)] = [
            "description": .string(route.answer.note),
            "content": ["application/json": ["schema": route.answer.schema]],
        ]
        let byStatus = Dictionary(grouping: route.problems, by: \.status.code).sorted { $0.key < $1.key }
        for (status, codes) in byStatus {
            let notes = codes.map { "`\($0.rawValue)`: \($0.title)" }
            responses[String(status)] = problem(notes.joined(separator: " "))
        }
        if !route.permissions.isEmpty {
            responses["401"] = problem("`token_required`, `invalid_token`: no access token, or none that is good.")
            responses["403"] = problem(
                "`insufficient_scope`: the token lacks the permission. `workspace_suspended`: its workspace is suspended."
            )
            responses["503"] = problem(
                "`revocation_unknown`, `keys_unavailable`, `workspace_unavailable`, `database_busy`: try again."
            )
        }
        responses["default"] = problem("What can go wrong everywhere.")
        return .object(responses)
    }

    private static func problem(_ note: String) -> JSONValue {
        [
            "description": .string(note),
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
    }
}
