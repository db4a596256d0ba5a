import Hummingbird

/// `GET /assets/{id}`
struct ReadAsset: Sendable {
    let databases: AssetDatabases

    @Sendable
    func handle(_ request: Request, _ context: AssetRequestContext) async throws -> Response {
        let (visitor, scope) = try Visitor.reading(context)
        let id = try context.assetID()
        let asset = try await databases.read(for: visitor) { assets in
            try await assets.find(id, scope)
        }
        // Somebody else's asset and none at all are the same to who may not see it.
        guard let asset else { throw Problem(.notFound) }
        return .json(asset.json)
    }
}
