import Postgres

/// The roles of all workspaces of one service on one cluster. None of them can sign in.
///
/// - `owner` owns the databases and tables. Migrations run as it; no login is a member of it.
/// - `member` may read and write rows. Each workspace's login is a member of it; what keeps a login out of other
///   workspaces is that it may connect to its own database alone.
struct WorkspaceRoles: Sendable {
    let owner: String
    let member: String

    init(prefix: String) {
        owner = "\(prefix)_owner"
        member = "\(prefix)_member"
    }
}

extension WorkspaceRoles {
    /// Makes the two roles where they are not there, and the provisioning role a member of the owner, which it needs to make
    /// databases for it.
    func prepare(on administration: PostgresConnection) async throws {
        for role in [owner, member] {
            do {
                try await administration.execute("CREATE ROLE \(unsafeSQL: SQL.identifier(role)) NOLOGIN")
            } catch let error as PostgresError where Self.alreadyExists.contains(error.sqlState ?? "") {
                continue
            }
        }
        try await administration.execute("GRANT \(unsafeSQL: SQL.identifier(owner)) TO CURRENT_USER")
    }

    /// 42710 duplicate_object; 23505 unique_violation, where two make it at the same moment.
    static let alreadyExists = ["42710", "23505"]
}
