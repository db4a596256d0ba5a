import FoundationEssentials
import Hummingbird

/// The routes about assets, as one table: the router and the OpenAPI document are both made of it.
struct AssetRoutes {
    let databases: AssetDatabases
    let sources: SystemSources

    var all: [AssetRoute] {
        [
            AssetRoute(
                method: .get,
                path: "/assets",
                id: "listAssets",
                summary: "The assets that you may see, the newest first.",
                permissions: [.read, .readOwn],
                query: ListAssets.parameters,
                answer: .init(status: .ok, note: "A page of them.", schema: AssetSchemas.list),
                problems: [.invalidRequest],
                handler: ListAssets(databases: databases).handle
            ),
            AssetRoute(
                method: .post,
                path: "/assets",
                id: "createAsset",
                summary: "Adds an asset, active and in nobody's hands.",
                permissions: [.write],
                body: AssetSchemas.creation,
                answer: .init(status: .created, note: "The asset.", schema: AssetSchemas.assetReference),
                problems: [.invalidRequest, .tagTaken, .contentTooLarge, .unsupportedMediaType],
                handler: CreateAsset(databases: databases, sources: sources).handle
            ),
            AssetRoute(
                method: .get,
                path: "/assets/{id}",
                id: "readAsset",
                summary: "One asset.",
                permissions: [.read, .readOwn],
                answer: .init(status: .ok, note: "The asset.", schema: AssetSchemas.assetReference),
                problems: [.notFound],
                handler: ReadAsset(databases: databases).handle
            ),
            AssetRoute(
                method: .patch,
                path: "/assets/{id}",
                id: "changeAsset",
                summary: "Changes the members that are sent.",
                permissions: [.write],
                body: AssetSchemas.change,
                answer: .init(status: .ok, note: "The asset as it is now.", schema: AssetSchemas.assetReference),
                problems: [.invalidRequest, .notFound, .tagTaken, .assetHeld, .contentTooLarge, .unsupportedMediaType],
                handler: ChangeAsset(databases: databases).handle
            ),
            AssetRoute(
                method: .post,
                path: "/assets/{id}/hand-over",
                id: "handOverAsset",
                summary: "Puts the asset into a user's hands, or with null takes it back.",
                permissions: [.write],
                body: AssetSchemas.handOver,
                answer: .init(status: .ok, note: "The asset as it is now.", schema: AssetSchemas.assetReference),
                problems: [.invalidRequest, .notFound, .assetRetired, .contentTooLarge, .unsupportedMediaType],
                handler: HandOverAsset(databases: databases).handle
            ),
        ]
    }
}

extension AssetRequestContext {
    /// The id in the path. One that is no id is one that nothing has.
    func assetID() throws -> UUID {
        guard let id = parameters.get("id").flatMap(UUID.init(text:)) else { throw Problem(.notFound) }
        return id
    }
}
