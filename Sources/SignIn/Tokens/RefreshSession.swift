import Encoding
package import FoundationEssentials
package import Secrets
package import Workspaces

/// Why a refresh is refused: one answer outside (`invalid_grant`), the reason for the log.
package enum RefreshRejection: Error, Equatable, Sendable {
    /// Not a refresh token of ours, or of no workspace, or unknown there.
    case unknownToken
    /// Asked for by an application that the session does not belong to.
    case wrongClient
    case workspaceNotActive
    case sessionOver
    case userNotActive
    /// The workspace demands a second factor, and the session was opened without one.
    case secondFactorDemanded
    /// A spent token came again: somebody has a copy. The session is ended.
    case reused
}

/// Exchanges a refresh token for its successor and a fresh access token.
///
/// The successor is derived from the spent token, so the same request again within ``repeatWindow`` gets the same
/// successor: a lost reply is survived, also in parallel. Any other use of a spent token ends the session.
package struct RefreshSession: Sendable {
    /// How long a spent token may be repeated, in seconds, while its successor is unused.
    package static let repeatWindow: TimeInterval = 10

    private let databases: any WorkspaceDatabaseAccess
    private let directory: WorkspaceDirectory
    private let users: any UserStorage
    private let policy: any PolicyStorage
    private let sessions: any SessionStorage
    private let tokens: any RefreshTokenStorage
    private let endSession: EndSession
    private let issue: IssueAccessToken
    /// The sealing app key's first, then those of older app keys.
    private let successorKeys: [Secret<[UInt8]>]
    private let clock: any WallClock

    init(
        databases: any WorkspaceDatabaseAccess,
        directory: WorkspaceDirectory,
        users: any UserStorage,
        policy: any PolicyStorage,
        sessions: any SessionStorage,
        tokens: any RefreshTokenStorage,
        endSession: EndSession,
        issue: IssueAccessToken,
        sealing: Sealing,
        clock: any WallClock
    ) {
        self.databases = databases
        self.directory = directory
        self.users = users
        self.policy = policy
        self.sessions = sessions
        self.tokens = tokens
        self.endSession = endSession
        self.issue = issue
        successorKeys = sealing.derivedKeys(for: "refresh-token-successor")
        self.clock = clock
    }

    /// Throws ``RefreshRejection``.
    package func callAsFunction(
        _ text: Secret<String>,
        clientID: String,
        origin: RequestOrigin
    ) async throws -> SessionGrant {
        guard let token = OpaqueToken(parsing: text.expose(), as: .refresh),
            let id = WorkspaceID(bytes: token.workspace),
            let workspace = try await directory.find(id)
        else { throw RefreshRejection.unknownToken }
        guard workspace.state == .active else { throw RefreshRejection.workspaceNotActive }
        let outcome = try await issue.afterRevocations {
            try await databases.change(id, by: ChangeAuthor(.anonymous, from: origin)) { change in
                try await self.exchange(token, clientID: clientID, workspace: workspace, in: change)
            }
        }
        // Reuse commits the end of the session before it is refused.
        return try outcome.get()
    }

    private func exchange(
        _ token: OpaqueToken,
        clientID: String,
        workspace: Workspace,
        in change: WorkspaceChange
    ) async throws -> Result<SessionGrant, RefreshRejection> {
        let transaction = change.transaction
        guard let holder = try await tokens.holder(of: token.hash, in: transaction) else {
            return .failure(.unknownToken)
        }
        // Rows are locked in one order everywhere: user, then session. Only what is read under the locks counts.
        guard let user = try await users.lockForIssuing(holder.user, in: transaction) else {
            return .failure(.unknownToken)
        }
        async let locked = sessions.lock(holder.session, in: transaction)
        let policy = try await policy.find(in: transaction)
        guard let session = try await locked, let record = try await tokens.find(token.hash, in: transaction) else {
            return .failure(.unknownToken)
        }
        guard session.clientID.hasSameBytes(as: clientID) else { return .failure(.wrongClient) }
        let now = clock.now
        guard session.isAlive(at: now), workspace.honours(issuedAt: record.issuedAt) else {
            return .failure(.sessionOver)
        }
        guard user.isActive else { return .failure(.userNotActive) }
        let demand = policy.demand(on: user, at: now)
        guard demand != .now || session.isMultiFactor else { return .failure(.secondFactorDemanded) }
        guard let successor = try await successor(of: token, record, at: now, in: transaction) else {
            change.record(AuditEvent(.refreshTokenReused, .session(session.id)))
            try await endSession.end(session, because: .refreshTokenReused, in: change)
            return .failure(.reused)
        }
        try await sessions.touch(session.id, at: now, in: transaction)
        let accessToken = try issue(for: user, session: session, workspace: workspace)
        return .success(SessionGrant(session: session.id, accessToken: accessToken, refreshToken: successor.text))
    }

    /// The token's successor, stored; nil where the token was spent and this is no mere repeat.
    private func successor(
        of token: OpaqueToken,
        _ record: RefreshTokenRecord,
        at now: Date,
        in transaction: WorkspaceTransaction
    ) async throws -> OpaqueToken? {
        if try await tokens.spend(record.hash, at: now, in: transaction) {
            let successor = token.successor(under: successorKeys[0])
            try await tokens.insert(
                RefreshTokenRecord(hash: successor.hash, session: record.session, issuedAt: now, spentAt: nil),
                in: transaction
            )
            return successor
        }
        guard let spentAt = record.spentAt, now < spentAt.addingTimeInterval(Self.repeatWindow) else { return nil }
        for key in successorKeys {
            let successor = token.successor(under: key)
            if let stored = try await tokens.find(successor.hash, in: transaction) {
                return stored.spentAt == nil ? successor : nil
            }
        }
        return nil
    }
}
