import Encoding
import Hummingbird
import Postgres
import TokenVerification
import WorkspaceDatabases

/// Whether the process runs, and whether it can do its work.
struct Health: Sendable {
    private static let databaseLimit: Duration = .seconds(2)

    let trust: GatewayTrust
    let pools: WorkspacePools

    /// The process answers, nothing more.
    @Sendable
    func live(_ request: Request, _ context: AssetRequestContext) -> Response {
        .json(["status": "ok"])
    }

    /// 200 when every check is well, else 503; the checks by name.
    @Sendable
    func ready(_ request: Request, _ context: AssetRequestContext) async -> Response {
        let checks: [(name: String, isWell: Bool)] = [
            ("control_database", await answers()),
            ("revocations", trust.revocations.isCurrent),
        ]
        let isReady = checks.allSatisfy(\.isWell)
        return .json(
            [
                "status": isReady ? "ok" : "failing",
                "checks": .object(
                    JSONObject(checks.map { JSONMember(name: $0.name, value: $0.isWell ? "ok" : "failing") })
                ),
            ],
            status: isReady ? .ok : .serviceUnavailable
        )
    }

    private func answers() async -> Bool {
        let probe = try? await pools.withControlConnection { connection in
            try await connection.first("probe", as: Int.self, ("SELECT 1 AS probe" as SQL).timeout(Self.databaseLimit))
        }
        return probe == 1
    }
}
