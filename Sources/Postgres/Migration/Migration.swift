import Crypto

/// One change of a database's shape, told once and never edited.
package struct Migration: Sendable, Equatable {
    /// Sorts the migrations and names them: `C0001_workspaces`.
    package let id: String
    /// Statements separated by semicolons. They run in one transaction with their entry in the ledger.
    package let sql: String

    /// What makes a program able to serve a database that has this migration, though it may not know it.
    ///
    /// nil for one that only adds (expand): every older program goes on serving, and the program that brings it needs it. For
    /// one that takes away (contract) the migration that a program has to know: the one which came with the program that no
    /// longer used what goes. That program serves with or without it; an older one must not serve.
    package let needs: String?

    package init(id: String, sql: String, needs: String? = nil) {
        self.id = id
        self.sql = sql
        self.needs = needs
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
