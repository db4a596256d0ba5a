/// The audit entries of a workspace, the newest first, page by page.
package struct ListAudit: Sendable {
    package static let maximumLimit = 100

    private let databases: any WorkspaceDatabaseAccess
    private let audit: any AuditStorage

    package init(databases: any WorkspaceDatabaseAccess, audit: any AuditStorage) {
        self.databases = databases
        self.audit = audit
    }

    /// - Parameters:
    ///   - before: the last sequence of the page before, nil for the first page.
    ///   - limit: brought into 1...``maximumLimit``.
    /// - Returns: the entries, and the cursor of the next page where there may be one.
    package func callAsFunction(
        in workspace: WorkspaceID,
        before sequence: Int64?,
        limit: Int
    ) async throws -> (entries: [AuditEntry], next: Int64?) {
        let limit = min(max(limit, 1), Self.maximumLimit)
        let entries = try await databases.transaction(on: workspace) { [audit] in
            try await audit.list(before: sequence, limit: limit, in: $0)
        }
        return (entries, entries.count == limit ? entries.last?.sequence : nil)
    }
}
