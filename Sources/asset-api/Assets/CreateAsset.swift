import Hummingbird

/// `POST /assets`
struct CreateAsset: Sendable {
    let databases: AssetDatabases
    let sources: SystemSources

    @Sendable
    func handle(_ request: Request, _ context: AssetRequestContext) async throws -> Response {
        let visitor = try Visitor.writing(context)
        let input = AssetInput(try await BodyReading.object(of: request, members: ["tag", "name", "kind"]))
        let (id, now) = (sources.timeOrderedID(), sources.now())
        let asset = Asset(
            id: id,
            tag: try AssetInput.required("tag", input.tag()),
            name: try AssetInput.required("name", input.name()),
            kind: try AssetInput.required("kind", input.kind()),
            state: .active,
            holder: nil,
            createdAt: now,
            updatedAt: now
        )
        try await databases.change(by: visitor) { change in
            try await change.create(asset)
        }
        var response = Response.json(asset.json, status: .created)
        response.headers[.location] = "/assets/\(id.text)"
        return response
    }
}
