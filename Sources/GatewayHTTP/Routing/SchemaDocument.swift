import Encoding

extension Schema {
    /// The schema in JSON Schema 2020-12, as OpenAPI 3.1 has it.
    var document: JSONValue {
        switch self {
        case .string(let format, let maximum, let example):
            var members: JSONObject = ["type": "string"]
            if let format { members["format"] = .string(format) }
            // JSON Schema counts characters; a bound in bytes holds for them all the more.
            if let maximum { members["maxLength"] = .number(JSONNumber(maximum)) }
            if let example { members["examples"] = .array([.string(example)]) }
            return .object(members)
        case .oneOf(let allowed):
            return ["type": "string", "enum": .array(allowed.map { .string($0) })]
        case .integer(let range):
            var members: JSONObject = ["type": "integer"]
            if let range {
                members["minimum"] = .number(JSONNumber(range.lowerBound))
                members["maximum"] = .number(JSONNumber(range.upperBound))
            }
            return .object(members)
        case .boolean:
            return ["type": "boolean"]
        case .array(let item):
            return ["type": "array", "items": item.document]
        case .object(let members):
            return Self.object(members)
        case .named(let name, _):
            return ["$ref": .string("#/components/schemas/\(name)")]
        case .nullable(let schema):
            return ["anyOf": .array([schema.document, ["type": "null"]])]
        case .anything:
            return [:]
        }
    }

    /// The named schemas within, with their documents.
    var named: [(name: String, document: JSONValue)] {
        switch self {
        case .string, .oneOf, .integer, .boolean, .anything: []
        case .array(let schema), .nullable(let schema): schema.named
        case .object(let members): members.flatMap { $0.schema.named }
        case .named(let name, let schema): [(name, schema.document)] + schema.named
        }
    }

    private static func object(_ members: [Member]) -> JSONValue {
        var properties = JSONObject()
        for member in members {
            var document = member.schema.document
            if let note = member.note, case .object(var noted) = document {
                noted["description"] = .string(note)
                document = .object(noted)
            }
            properties[member.name] = document
        }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        return .object(object)
    }
}
