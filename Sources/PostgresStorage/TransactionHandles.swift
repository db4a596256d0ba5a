import Postgres
import Workspaces

/// A transaction that another storage made was handed to this one: a fault in the program's composition.
struct ForeignTransaction: Error {}

extension ControlTransaction {
    /// The PostgreSQL transaction that ``PostgresControlDatabase`` put in.
    func session() throws -> PostgresTransaction {
        guard let session = handle as? PostgresTransaction else { throw ForeignTransaction() }
        return session
    }
}

extension WorkspaceTransaction {
    /// The PostgreSQL transaction that ``PostgresWorkspaceDatabases`` put in.
    func session() throws -> PostgresTransaction {
        guard let session = handle as? PostgresTransaction else { throw ForeignTransaction() }
        return session
    }
}

/// A row that our own rules can't have written.
struct InconsistentRow: Error, CustomStringConvertible {
    let table: String
    let column: String
    let row: String

    var description: String { "Table \(table) has an impossible \(column) in row \(row)." }
}
