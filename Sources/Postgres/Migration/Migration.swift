/// One change of a database's shape, told once and never edited.
package struct Migration: Sendable, Equatable {
    /// Sorts the migrations and names them: `C0001_workspaces`.
    package let id: String
    /// Statements separated by semicolons. They run in one transaction with their entry in the ledger.
    package let sql: String

    package init(id: String, sql: String) {
        self.id = id
        self.sql = sql
    }
}
