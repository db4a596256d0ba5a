import BoundedWorkers
import Encoding
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JOSE
import Logging
import Postgres
import Secrets
import Synchronization
import TestSupport
import TokenVerification
import WorkspaceDatabases

@testable import asset_api

/// The whole service but its socket: routes over real databases, made by a real worker, trusting a gateway that the test
/// plays.
struct AssetScene: Sendable {
    /// What the gateway of this scene says when it is asked.
    final class Gateway: Sendable {
        private struct State {
            var entries: [RevocationEntry] = []
            var isReachable = true
        }

        let forge = TokenForge()
        let time = SteppingTime()
        private let state = Mutex(State())

        func revoke(_ scope: RevocationEntry.Scope) {
            state.withLock { state in
                let number = Int64(state.entries.count + 1)
                let entry = RevocationEntry(number: number, scope: scope, issuedBefore: time.now, recordedAt: time.now)
                state.entries.append(entry)
            }
        }

        func goAway() { state.withLock { $0.isReachable = false } }

        func answer(_ request: FetchRequest) throws -> FetchResponse {
            let (entries, isReachable) = state.withLock { ($0.entries, $0.isReachable) }
            guard isReachable else { throw ScriptedFetcher.Unreachable() }
            if request.url.hasSuffix("/jwks.json") {
                return FetchResponse(status: 200, body: try forge.keySet.jsonBytes())
            }
            let after =
                request.url.split(separator: "after=").dropFirst().first.flatMap {
                    Int64($0.prefix { $0.isNumber })
                } ?? 0
            let document = RevocationFeedDocument(
                issuer: TokenForge.issuer,
                signedAt: time.now,
                after: after,
                head: Int64(entries.count),
                entries: entries.filter { $0.number > after }
            )
            return FetchResponse(status: 200, body: Array(try document.signed(by: forge.key).utf8))
        }
    }

    let gateway: Gateway
    let trust: GatewayTrust
    let client: any TestClientProtocol
    private let server: PrivatePostgres
    private let prefix: String
    private let settings: ProvisioningSettings

    /// - Parameter hasWorker: whether anybody makes databases.
    static func with(
        hasWorker: Bool = true,
        patience: Duration = .seconds(60),
        _ body: @escaping @Sendable (AssetScene) async throws -> Void
    ) async throws {
        let server = try await PrivatePostgres.shared()
        let databases = try await ScratchDatabases.make(on: server)
        let settings = try databases.provisioningSettings()
        let gateway = Gateway()
        let trust = GatewayTrust(
            in: try GatewayAddress(TokenForge.issuer),
            audience: TokenForge.audience,
            credentials: ClientCredentials(id: "asset-api", secret: "secret"),
            fetcher: ScriptedFetcher { try gateway.answer($0) },
            host: VerifierHost(
                now: { gateway.time.now },
                pause: { try await Task.sleep(for: .seconds($0)) },
                chance: { 0 }
            )
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pools = WorkspacePools(control: databases.runtime, controlCap: 4, clusterCap: 8, workers: server.workers)
        let service = AssetService(
            trust: trust,
            pools: pools,
            directory: WorkspaceDirectory(
                pools: pools,
                sealing: settings.sealing,
                patience: patience,
                sources: .system,
                logger: logger
            ),
            sources: .system,
            logger: logger
        )
        let result: Result<Void, any Error> = await withTaskGroup { group in
            group.addTask { try? await trust.run() }
            if hasWorker {
                let worker = settings.worker(workers: server.workers, sources: .system, logger: logger)
                group.addTask { try? await worker.run() }
            }
            defer { group.cancelAll() }
            do {
                while !trust.revocations.isCurrent { await Task.yield() }
                try await Application(router: service.router()).test(.router) { client in
                    try await body(
                        AssetScene(
                            gateway: gateway,
                            trust: trust,
                            client: client,
                            server: server,
                            prefix: databases.prefix,
                            settings: settings
                        )
                    )
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        await pools.shutdown()
        try await databases.drop()
        try result.get()
    }

    // MARK: Requests

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let json: JSONValue

        subscript(member: String) -> JSONValue? { json.object?[member] }
        var code: String? { self["code"]?.string }
        var items: [JSONValue] { self["items"]?.array ?? [] }
        /// The member `name` of each item.
        func each(_ name: String) -> [String?] { items.map { $0.object?[name]?.string } }
    }

    func token(_ change: (inout AccessTokenClaims) -> Void = { _ in }) throws -> String {
        try gateway.forge.token(change)
    }

    func request(
        _ method: HTTPRequest.Method,
        _ path: String,
        token: String?,
        json: JSONValue? = nil
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if json != nil { headers[.contentType] = "application/json" }
        return try await request(method, path, headers: headers, body: json?.serialized() ?? [])
    }

    func request(
        _ method: HTTPRequest.Method,
        _ path: String,
        headers: HTTPFields,
        body: [UInt8]
    ) async throws -> Answer {
        try await client.execute(
            uri: path,
            method: method,
            headers: headers,
            body: body.isEmpty ? nil : ByteBuffer(bytes: body)
        ) { response in
            Answer(
                status: response.status.code,
                headers: response.headers,
                json: try StrictJSON.parse(Array(response.body.readableBytesView))
            )
        }
    }

    // MARK: Looking into the databases

    struct AuditEntry: Equatable {
        let action: String
        let changes: String
    }

    /// The entries of a workspace in their order, read as the superuser.
    func audit(of workspace: String = TokenForge.claims().workspaceID) async throws -> [AuditEntry] {
        let control = try await server.connect(server.superuser.with(database: settings.database.database))
        let record = try await control.query(
            "SELECT database FROM workspaces WHERE id = \(UUID(uuidString: workspace))"
        ).first
        await control.close()
        guard let record else { return [] }
        let connection = try await server.connect(server.superuser.with(database: try record.decode("database")))
        let rows = try await connection.query("SELECT action, changes FROM audit ORDER BY sequence")
        let entries = try rows.map { AuditEntry(action: try $0.decode("action"), changes: try $0.decode("changes")) }
        await connection.close()
        return entries
    }
}
