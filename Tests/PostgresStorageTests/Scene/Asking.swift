import Encoding
import FoundationEssentials
import Postgres
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import WorkspaceDatabases
import Workspaces

/// What tests ask of a gateway again and again.
extension StoredGateway {
    /// The step that a right password leads to.
    func step<Grant: SignInGrant>(of user: User, in workspace: Workspace) async throws -> SignInStep<Grant> {
        try await self.signIn(
            email: user.email.description,
            password: Secret(Self.password),
            in: workspace,
            origin: Self.origin
        )
    }

    /// Signs a program in with ``password`` alone.
    func tokens(of user: User, in workspace: Workspace) async throws -> SessionGrant {
        try granted(await step(of: user, in: workspace))
    }

    /// Signs a browser in with ``password`` alone.
    func cookie(of user: User, in workspace: Workspace) async throws -> BrowserGrant {
        try granted(await step(of: user, in: workspace))
    }

    /// What a step gives that completes a sign-in.
    func granted<Grant: SignInGrant>(_ step: SignInStep<Grant>) throws -> Grant {
        guard case .complete(let grant, _) = step else { throw NotComplete() }
        return grant
    }

    /// A sign-in is asked for more.
    struct NotComplete: Error {}

    func refreshed(_ token: Secret<String>) async throws -> SessionGrant {
        try await self.refresh(token, clientID: Application.firstPartyID, origin: Self.origin)
    }

    func session(_ id: SessionID, in workspace: Workspace) async throws -> Session? {
        try await databases.transaction(on: workspace.id) { try await SessionsRepository().find(id, in: $0) }
    }

    func user(_ id: UserID, in workspace: Workspace) async throws -> User? {
        try await databases.transaction(on: workspace.id) { try await UsersRepository().find(id, in: $0) }
    }

    /// The audit entries, the oldest first.
    func audit(of workspace: Workspace) async throws -> [AuditEntry] {
        try await databases.transaction(on: workspace.id) { transaction in
            try await AuditRepository().list(before: nil, limit: 1_000, in: transaction)
        }.reversed()
    }

    /// The actions of the entries that `body` leaves, in order.
    func actions(in workspace: Workspace, during body: () async throws -> Void) async throws -> [String] {
        let before = try await audit(of: workspace).count
        try await body()
        return try await audit(of: workspace).dropFirst(before).map(\.action)
    }

    /// What a statement gives that the workspace's own login sends.
    @discardableResult
    func rows(of workspace: Workspace, _ statement: SQL) async throws -> [PostgresRow] {
        try await databases.transaction(on: workspace.id) { transaction in
            let session = try #require(transaction.handle as? PostgresTransaction)
            return try await session.query(statement)
        }
    }

    /// Runs statements that no login of ours may send, in the workspace's database.
    func runAsSuperuser(_ script: String, in workspace: Workspace) async throws {
        let configuration = service.server.superuser.with(database: try await location(of: workspace).database)
        let connection = try await service.server.connect(configuration)
        try await connection.executeScript(script)
        await connection.close()
    }

    func location(of workspace: Workspace) async throws -> WorkspaceLocation {
        let location = try await pools.withControlTransaction {
            try await WorkspaceLocations(sealing: sealing, clusters: service.clusters).find(workspace.id, in: $0)
        }
        return try #require(location)
    }

    /// A session that nobody has, of nobody's workspace or that one.
    func someSession(of workspace: WorkspaceID? = nil) -> Revocation {
        .session(.random(from: random), in: workspace ?? .random(from: random))
    }

    /// All revocations, as a reader of the feed sees them.
    func revocations() async throws -> [RevocationEntry] {
        try await log.news(after: 0).entries
    }
}

/// A claim of a token whose signature is not the question.
func claim(_ name: String, of token: IssuedAccessToken) throws -> JSONValue? {
    let parts = token.text.expose().split(separator: ".")
    return try StrictJSON.parse(Base64URL.decode(String(parts[1]))).object?[name]
}

/// Runs `body` that many times at once and tells how each went.
func atOnce<R: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) async throws -> R
) async -> [Result<R, any Error>] {
    await withTaskGroup { group in
        for number in 0..<count {
            group.addTask {
                do { return Result<R, any Error>.success(try await body(number)) } catch { return .failure(error) }
            }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}
