/// Whether a program can serve a database, by what the database's ledger has and what the program knows.
///
/// The version before goes on serving while databases are migrated, and the next one serves those that still wait, as far as
/// their migrations say so (``Migration/needs``).
package enum SchemaVerdict: Sendable, Equatable {
    case served
    /// The database lacks these, which the program needs.
    case behind(missing: [String])
    /// The database has this one, which was made for newer programs.
    case ahead(by: String)

    package init(of applied: [AppliedMigration], known: [Migration]) {
        let (has, knows) = (Set(applied.map(\.id)), Set(known.map(\.id)))
        let missing = known.filter { $0.needs == nil && !has.contains($0.id) }.map(\.id)
        let foreign = applied.first { migration in
            !knows.contains(migration.id) && migration.needs.map { !knows.contains($0) } ?? false
        }
        if let foreign {
            self = .ahead(by: foreign.id)
        } else {
            self = missing.isEmpty ? .served : .behind(missing: missing)
        }
    }
}
