import FoundationEssentials
import Postgres

/// The assets of one workspace. Writes are in ``AssetChange``, where each brings its audit entry.
struct AssetRepository: Sendable {
    private let session: any PostgresSession

    init(_ session: any PostgresSession) {
        self.session = session
    }

    /// The newest first, behind `cursor`; one more than `limit` where there are more.
    func list(_ scope: AssetScope, after cursor: AssetCursor?, limit: Int) async throws -> [Asset] {
        try await session.query(
            """
            SELECT id, tag, name, kind, state, holder, created_at, updated_at
            FROM assets
            WHERE \(visible(in: scope)) AND \(behind(cursor))
            ORDER BY id DESC
            LIMIT \(limit + 1)
            """
        ).map(Self.asset)
    }

    func find(_ id: UUID, _ scope: AssetScope) async throws -> Asset? {
        try await session.query(
            """
            SELECT id, tag, name, kind, state, holder, created_at, updated_at
            FROM assets
            WHERE id = \(id) AND \(visible(in: scope))
            """
        ).first.map(Self.asset)
    }

    private func visible(in scope: AssetScope) -> SQL {
        switch scope {
        case .all: "true"
        case .heldBy(let user): "holder = \(user)"
        }
    }

    private func behind(_ cursor: AssetCursor?) -> SQL {
        guard let cursor else { return "true" }
        return "id < \(cursor.last)"
    }

    static func asset(_ row: PostgresRow) throws -> Asset {
        Asset(
            id: try row.decode("id"),
            tag: try row.decode("tag"),
            name: try row.decode("name"),
            kind: try row.decode("kind"),
            state: try row.decode("state"),
            holder: try row.decode("holder"),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }
}
