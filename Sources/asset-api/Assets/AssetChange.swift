import Encoding
import FoundationEssentials
import Postgres

/// A change in the making: the only way to write assets. Each write hands in its audit entry, and the one transaction
/// commits both.
struct AssetChange: Sendable {
    enum Action: String, PostgresEncodable {
        case created = "asset.created"
        case updated = "asset.updated"
        case handedOver = "asset.handed_over"
    }

    private let transaction: PostgresTransaction
    private let visitor: Visitor
    let now: Date

    init(_ transaction: PostgresTransaction, by visitor: Visitor, at now: Date) {
        self.transaction = transaction
        self.visitor = visitor
        self.now = now
    }

    /// The asset, locked until the change is committed.
    func lock(_ id: UUID) async throws -> Asset? {
        try await transaction.query(
            """
            SELECT id, tag, name, kind, state, holder, created_at, updated_at
            FROM assets
            WHERE id = \(id)
            FOR UPDATE
            """
        ).first.map(AssetRepository.asset)
    }

    /// Throws ``Problem`` of code `tag_taken`.
    func create(_ asset: Asset) async throws {
        try await refusingTakenTag {
            try await transaction.execute(
                """
                INSERT INTO assets (id, tag, name, kind, state, holder, created_at, updated_at)
                VALUES (
                    \(asset.id), \(asset.tag), \(asset.name), \(asset.kind), \(asset.state), \(asset.holder),
                    \(asset.createdAt), \(asset.updatedAt)
                )
                """
            )
        }
        try await record(.created, asset.changes(from: nil), of: asset.id)
    }

    /// Puts `wanted` in the place of `older`, which was locked by ``lock(_:)``, and returns it as it stands then. Where
    /// nothing differs nothing is written, no entry either. Throws ``Problem`` of code `tag_taken`.
    func replace(_ older: Asset, with wanted: Asset, as action: Action) async throws -> Asset {
        let changes = wanted.changes(from: older)
        guard !changes.isEmpty else { return older }
        var asset = wanted
        asset.updatedAt = now
        try await refusingTakenTag { [asset] in
            try await transaction.execute(
                """
                UPDATE assets
                SET tag = \(asset.tag), name = \(asset.name), kind = \(asset.kind), state = \(asset.state),
                    holder = \(asset.holder), updated_at = \(asset.updatedAt)
                WHERE id = \(asset.id)
                """
            )
        }
        try await record(action, changes, of: asset.id)
        return asset
    }

    private func record(_ action: Action, _ changes: JSONObject, of target: UUID) async throws {
        try await transaction.execute(
            """
            INSERT INTO audit (time, actor, action, target, changes, source_address, correlation_id)
            VALUES (
                \(now), \(visitor.user), \(action), \(target), \(JSONValue.object(changes).text)::jsonb,
                \(visitor.sourceAddress), \(visitor.correlationID)
            )
            """
        )
    }

    /// The index decides, so that of two who write the same tag at once one is refused.
    private func refusingTakenTag(_ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch let error as PostgresError where error.isUniqueViolation(of: "assets_tag_key") {
            throw Problem(.tagTaken)
        }
    }
}
