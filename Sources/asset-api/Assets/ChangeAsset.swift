import Hummingbird

/// `PATCH /assets/{id}`
struct ChangeAsset: Sendable {
    let databases: AssetDatabases

    @Sendable
    func handle(_ request: Request, _ context: AssetRequestContext) async throws -> Response {
        let visitor = try Visitor.writing(context)
        let id = try context.assetID()
        let input = AssetInput(try await BodyReading.object(of: request, members: ["tag", "name", "kind", "state"]))
        let (tag, name, kind, state) = (try input.tag(), try input.name(), try input.kind(), try input.state())
        let asset = try await databases.change(by: visitor) { change in
            guard let older = try await change.lock(id) else { throw Problem(.notFound) }
            var wanted = older
            wanted.tag = tag ?? older.tag
            wanted.name = name ?? older.name
            wanted.kind = kind ?? older.kind
            wanted.state = state ?? older.state
            guard wanted.state != .retired || wanted.holder == nil else { throw Problem(.assetHeld) }
            return try await change.replace(older, with: wanted, as: .updated)
        }
        return .json(asset.json)
    }
}
