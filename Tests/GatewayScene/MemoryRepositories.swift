package import Credentials
package import FoundationEssentials
package import Secrets
package import SignIn
package import Workspaces

extension MemoryStorage: WorkspaceStorage, AuditStorage {
    package func find(_ slug: WorkspaceSlug, in transaction: ControlTransaction) -> Workspace? {
        read { $0.workspaces.first { $0.slug == slug } }
    }

    package func find(_ id: WorkspaceID, in transaction: ControlTransaction) -> Workspace? {
        read { $0.workspaces.first { $0.id == id } }
    }

    package func list(
        after slug: WorkspaceSlug?,
        limit: Int,
        in transaction: ControlTransaction
    ) -> [Workspace] {
        read { $0.workspaces }
    }

    package func list(before sequence: Int64?, limit: Int, in transaction: WorkspaceTransaction) -> [AuditEntry] {
        read { state in
            let entries = state.audit[transaction.workspace, default: []].reversed()
            return Array(entries.filter { $0.sequence < sequence ?? .max }.prefix(limit))
        }
    }

    package func numbers(in transaction: WorkspaceTransaction) -> (given: Int64, highest: Int64) {
        let highest = read { $0.audit[transaction.workspace, default: []].map(\.sequence).max() ?? 0 }
        return (highest, highest)
    }
}

extension MemoryStorage: UserStorage, PasswordStorage {
    package func find(_ id: UserID, in transaction: WorkspaceTransaction) -> User? {
        read { $0.users[transaction.workspace, default: []].first { $0.id == id } }
    }

    package func find(_ email: EmailAddress, in transaction: WorkspaceTransaction) -> User? {
        read { $0.users[transaction.workspace, default: []].first { $0.email == email } }
    }

    package func list(after id: UserID?, limit: Int, in transaction: WorkspaceTransaction) -> [User] {
        read { $0.users[transaction.workspace, default: []] }
    }

    package func lock(_ id: UserID, in transaction: WorkspaceTransaction) -> User? { find(id, in: transaction) }

    package func lockForIssuing(_ id: UserID, in transaction: WorkspaceTransaction) -> User? {
        find(id, in: transaction)
    }

    package func lockActiveOwners(in transaction: WorkspaceTransaction) -> Int {
        read { $0.users[transaction.workspace, default: []].count { $0.role == .owner && $0.isActive } }
    }

    package func insert(_ user: User, in change: WorkspaceChange) -> Bool {
        write { $0.users[change.transaction.workspace, default: []].append(user) }
        return true
    }

    package func setRole(_ role: Role, of user: User, revokedAt: Date, in change: WorkspaceChange) {}

    package func setStatus(_ status: UserStatus, of user: User, revokedAt: Date?, in change: WorkspaceChange) {}

    package func setTokensRevoked(at moment: Date, of id: UserID, in change: WorkspaceChange) {}

    package func find(of user: UserID, in transaction: WorkspaceTransaction) -> StoredPasswordHash? {
        read { $0.passwords[user] }
    }

    package func lookUp(_ user: UserID, in transaction: WorkspaceTransaction) -> PasswordOnFile {
        PasswordOnFile(hash: find(of: user, in: transaction), decoys: [])
    }

    package func set(_ hash: PasswordHash, of user: UserID, at now: Date, in change: WorkspaceChange) {
        write { $0.passwords[user] = .ours(hash) }
    }

    package func insertImported(
        _ hash: StoredPasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) {
        write { $0.passwords[user] = hash }
    }

    package func upgrade(
        _ weaker: StoredPasswordHash,
        to stronger: PasswordHash,
        of user: UserID,
        at now: Date,
        in change: WorkspaceChange
    ) {}
}

extension MemoryStorage: SessionStorage, RefreshTokenStorage {
    package func find(_ id: SessionID, in transaction: WorkspaceTransaction) -> Session? {
        read { $0.sessions[transaction.workspace, default: []].first { $0.id == id } }
    }

    package func find(browserToken: SecretHash, in transaction: WorkspaceTransaction) -> Session? {
        read { $0.browserTokens[browserToken] }.flatMap { find($0, in: transaction) }
    }

    package func lock(_ id: SessionID, in transaction: WorkspaceTransaction) -> Session? { find(id, in: transaction) }

    package func list(of user: UserID, limit: Int, in transaction: WorkspaceTransaction) -> [Session] {
        read { $0.sessions[transaction.workspace, default: []].filter { $0.user == user && $0.endedAt == nil } }
    }

    package func touch(_ id: SessionID, at now: Date, in transaction: WorkspaceTransaction) {}

    package func insert(_ session: Session, browserToken: SecretHash?, in change: WorkspaceChange) {
        write { state in
            state.sessions[change.transaction.workspace, default: []].append(session)
            if let browserToken { state.browserTokens[browserToken] = session.id }
        }
        change.record(AuditEvent(.sessionSignedIn, .session(session.id)))
    }

    package func end(_ session: Session, because: SessionEnd, at now: Date, in change: WorkspaceChange) -> Bool {
        rewrite(change) { $0.id == session.id ? Self.copy($0, endedAt: now) : $0 }
        change.record(AuditEvent(.sessionEnded, .session(session.id)))
        return true
    }

    package func endAll(
        of user: UserID,
        keeping kept: SessionID?,
        because: SessionEnd,
        at now: Date,
        in change: WorkspaceChange
    ) {
        rewrite(change) { one in
            guard one.user == user, one.id != kept, one.endedAt == nil else { return one }
            change.record(AuditEvent(.sessionEnded, .session(one.id)))
            return Self.copy(one, endedAt: now)
        }
    }

    package func stepUp(
        _ session: Session,
        to methods: [AuthenticationMethod],
        browserToken: SecretHash?,
        at now: Date,
        in change: WorkspaceChange
    ) {
        rewrite(change) { $0.id == session.id ? Self.copy($0, methods: methods, provedAt: now) : $0 }
        write { state in
            guard let browserToken else { return }
            state.browserTokens = state.browserTokens.filter { $0.value != session.id }
            state.browserTokens[browserToken] = session.id
        }
        change.record(AuditEvent(.sessionSteppedUp, .session(session.id)))
    }

    private func rewrite(_ change: WorkspaceChange, _ body: (Session) -> Session) {
        let workspace = change.transaction.workspace
        let sessions = read { $0.sessions[workspace, default: []] }.map(body)
        write { $0.sessions[workspace] = sessions }
    }

    private static func copy(
        _ one: Session,
        methods: [AuthenticationMethod]? = nil,
        provedAt: Date? = nil,
        endedAt: Date? = nil
    ) -> Session {
        Session(
            id: one.id,
            user: one.user,
            clientID: one.clientID,
            methods: methods ?? one.methods,
            authenticatedAt: one.authenticatedAt,
            provedAt: provedAt ?? one.provedAt,
            lastUsedAt: one.lastUsedAt,
            endedAt: endedAt ?? one.endedAt,
            sourceAddress: one.sourceAddress,
            userAgent: one.userAgent
        )
    }

    package func holder(of hash: SecretHash, in transaction: WorkspaceTransaction) -> RefreshTokenHolder? {
        guard let record: RefreshTokenRecord = find(hash, in: transaction),
            let session: Session = find(record.session, in: transaction)
        else {
            return nil
        }
        return RefreshTokenHolder(session: session.id, user: session.user)
    }

    package func find(_ hash: SecretHash, in transaction: WorkspaceTransaction) -> RefreshTokenRecord? {
        read { $0.refreshTokens[hash] }
    }

    package func insert(_ token: RefreshTokenRecord, in transaction: WorkspaceTransaction) {
        write { $0.refreshTokens[token.hash] = token }
    }

    package func spend(_ hash: SecretHash, at now: Date, in transaction: WorkspaceTransaction) -> Bool {
        write { state in
            guard let token = state.refreshTokens[hash], token.spentAt == nil else { return false }
            state.refreshTokens[hash] = RefreshTokenRecord(
                hash: hash,
                session: token.session,
                issuedAt: token.issuedAt,
                spentAt: now
            )
            return true
        }
    }
}
