import Testing

@testable import Postgres

/// Which program serves which database. W0001 and W0002 add; W0003 takes away what the program that came with W0002 no longer
/// used; W0004 breaks with every program that does not know it.
struct SchemaVerdictTests {
    private static let all = [
        Migration(id: "W0001_begin", sql: "1"),
        Migration(id: "W0002_add", sql: "2"),
        Migration(id: "W0003_take_away", sql: "3", needs: "W0002_add"),
        Migration(id: "W0004_break", sql: "4", needs: "W0004_break"),
    ]

    private func verdict(database: Int, program: Int) -> SchemaVerdict {
        let applied = Self.all.prefix(database).map {
            AppliedMigration(id: $0.id, checksum: $0.checksum, needs: $0.needs)
        }
        return SchemaVerdict(of: applied, known: Array(Self.all.prefix(program)))
    }

    @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 4)])
    func aProgramServesItsOwnShape(database: Int, program: Int) {
        #expect(verdict(database: database, program: program) == .served)
    }

    /// While databases are migrated, the version before goes on.
    @Test(arguments: [(2, 1), (3, 2)])
    func aProgramServesTheNextShape(database: Int, program: Int) {
        #expect(verdict(database: database, program: program) == .served)
    }

    @Test func aProgramThatStillUsesWhatWentServesNoMore() {
        #expect(verdict(database: 3, program: 1) == .ahead(by: "W0003_take_away"))
        #expect(verdict(database: 4, program: 3) == .ahead(by: "W0004_break"))
    }

    @Test func aProgramServesADatabaseFromWhichItsOwnContractionIsMissing() {
        #expect(verdict(database: 2, program: 3) == .served)
        #expect(verdict(database: 2, program: 4) == .served)
    }

    @Test func aProgramServesNoDatabaseThatLacksWhatItAdds() {
        #expect(verdict(database: 1, program: 2) == .behind(missing: ["W0002_add"]))
        #expect(verdict(database: 0, program: 2) == .behind(missing: ["W0001_begin", "W0002_add"]))
    }
}
