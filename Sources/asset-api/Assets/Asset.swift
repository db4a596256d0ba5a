import Encoding
import FoundationEssentials
import Postgres

/// One thing that a workspace owns.
struct Asset: Sendable, Equatable {
    /// Whether it can be used. A retired one is in nobody's hands.
    enum State: String, Sendable, CaseIterable, PostgresEncodable, PostgresDecodable {
        case active
        case inRepair = "in_repair"
        case retired
    }

    /// Version 7: later ones sort behind.
    let id: UUID
    /// What the sticker on it says; unique in the workspace.
    var tag: String
    var name: String
    /// A word such as `laptop`.
    var kind: String
    var state: State
    /// The user who has it.
    var holder: UUID?
    let createdAt: Date
    var updatedAt: Date

    var json: JSONValue {
        [
            "id": .string(id.text),
            "tag": .string(tag),
            "name": .string(name),
            "kind": .string(kind),
            "state": .string(state.rawValue),
            "holder": holder.map { .string($0.text) } ?? .null,
            "created_at": .string(createdAt.text),
            "updated_at": .string(updatedAt.text),
        ]
    }

    /// What differs from `older`, each with its old and new value, as the audit tells it.
    func changes(from older: Asset?) -> JSONObject {
        var changes = JSONObject()
        func note<Value: Equatable>(_ name: String, _ value: KeyPath<Asset, Value>, _ json: (Value) -> JSONValue) {
            guard older?[keyPath: value] != self[keyPath: value] else { return }
            changes[name] = ["old": older.map { json($0[keyPath: value]) } ?? .null, "new": json(self[keyPath: value])]
        }
        note("tag", \.tag) { .string($0) }
        note("name", \.name) { .string($0) }
        note("kind", \.kind) { .string($0) }
        note("state", \.state) { .string($0.rawValue) }
        note("holder", \.holder) { $0.map { .string($0.text) } ?? .null }
        return changes
    }
}
