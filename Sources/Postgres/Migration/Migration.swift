import Crypto

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

    /// SHA-256 of the text's bytes, as the ledger keeps it.
    package var checksum: [UInt8] { Array(SHA256.hash(data: Array(sql.utf8))) }

    /// SHA-256 over the identifiers and checksums of a list, in order: names a database that has exactly these.
    package static func checksum(of migrations: [Migration]) -> [UInt8] {
        var hash = SHA256()
        for migration in migrations {
            hash.update(data: Array(migration.id.utf8) + [0] + migration.checksum)
        }
        return Array(hash.finalize())
    }
}
