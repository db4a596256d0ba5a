/// Reading a workspace's audit entries. Writing them is ``WorkspaceDatabaseAccess/change(_:by:_:)``'s alone.
package protocol AuditStorage: Sendable {
    /// Entries before `sequence` (all where nil), the newest first, at most `limit`.
    func list(before sequence: Int64?, limit: Int, in transaction: WorkspaceTransaction) async throws -> [AuditEntry]
    /// The number that was given last, and the highest one that an entry has; 0 where there is none.
    func numbers(in transaction: WorkspaceTransaction) async throws -> (given: Int64, highest: Int64)
}
