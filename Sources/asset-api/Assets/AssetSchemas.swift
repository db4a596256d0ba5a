import Encoding

/// The JSON schemas that the OpenAPI document shows.
enum AssetSchemas {
    private static let id: JSONValue = ["type": "string", "format": "uuid"]
    private static let time: JSONValue = ["type": "string", "format": "date-time"]
    private static let state: JSONValue = [
        "type": "string", "enum": .array(Asset.State.allCases.map { .string($0.rawValue) }),
    ]
    private static let holder: JSONValue = ["type": ["string", "null"], "format": "uuid"]
    private static let text: JSONValue = ["type": "string"]

    static let assetReference: JSONValue = ["$ref": "#/components/schemas/Asset"]

    static let asset = object(
        [
            "id": id, "tag": text, "name": text, "kind": text, "state": state, "holder": holder,
            "created_at": time, "updated_at": time,
        ],
        required: ["id", "tag", "name", "kind", "state", "holder", "created_at", "updated_at"]
    )

    static let list = object(
        ["items": ["type": "array", "items": assetReference], "next_cursor": ["type": ["string", "null"]]],
        required: ["items", "next_cursor"]
    )

    static let creation = object(["tag": text, "name": text, "kind": text], required: ["tag", "name", "kind"])

    static let change = object(["tag": text, "name": text, "kind": text, "state": state], required: [])

    static let handOver = object(["holder": holder], required: ["holder"])

    static let problem = object(
        [
            "type": text, "title": text, "status": ["type": "integer"], "detail": text, "code": text,
            "correlation_id": id,
        ],
        required: ["type", "title", "status", "code", "correlation_id"]
    )

    private static func object(_ members: JSONObject, required: [String]) -> JSONValue {
        [
            "type": "object", "properties": .object(members),
            "required": .array(required.map { .string($0) }),
        ]
    }
}
