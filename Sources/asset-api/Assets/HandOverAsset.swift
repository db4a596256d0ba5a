import Hummingbird

/// `POST /assets/{id}/hand-over`
struct HandOverAsset: Sendable {
    let databases: AssetDatabases

    @Sendable
    func handle(_ request: Request, _ context: AssetRequestContext) async throws -> Response {
        let visitor = try Visitor.writing(context)
        let id = try context.assetID()
        let input = AssetInput(try await BodyReading.object(of: request, members: ["holder"]))
        let holder = try AssetInput.required("holder", input.holder())
        let asset = try await databases.change(by: visitor) { change in
            guard let older = try await change.lock(id) else { throw Problem(.notFound) }
            guard older.state != .retired else { throw Problem(.assetRetired) }
            var wanted = older
            wanted.holder = holder
            return try await change.replace(older, with: wanted, as: .handedOver)
        }
        return .json(asset.json)
    }
}
