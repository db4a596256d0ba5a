import Testing

/// The rules of the house, held to the whole tree. What each rule catches is shown in RuleTests.
struct HouseTests {
    @Test func treeIsFound() {
        #expect(SourceTree.sources.count > 50)
        #expect(SourceTree.sources.contains { $0.path == "Sources/Encoding/Base64URL.swift" })
    }

    @Test(arguments: HouseRule.allCases)
    func treeKeeps(_ rule: HouseRule) {
        let broken = SourceTree.sources.flatMap { rule.rule.violations(in: $0) }
        #expect(broken.isEmpty, "\(broken.map(\.description).joined(separator: "\n"))")
    }

    @Test func testsLeaveNothingToDo() {
        let broken = SourceTree.tests.flatMap { LeftoverRule().violations(in: $0) }
        #expect(broken.isEmpty, "\(broken.map(\.description).joined(separator: "\n"))")
    }

    @Test func fileNamesAreUniqueWithinATarget() {
        #expect(FileNames.repeated(in: SourceTree.sources).isEmpty)
        #expect(FileNames.repeated(in: SourceTree.tests).isEmpty)
    }

    @Test func noTypeIsNamedLikeItsModule() {
        #expect(FileNames.typesNamedLikeTheirModule(in: SourceTree.sources).isEmpty)
    }

    @Test func exceptionsAreAboutFilesThatExist() {
        let paths = Set(SourceTree.sources.map(\.path))
        for path in Array(HiddenTimeRule.exceptions.keys) + Array(UnsafePlacementRule.exceptions.keys) {
            #expect(paths.contains(path), "\(path) is excepted from a rule, but is not there")
        }
    }

    @Test func operationalTablesExist() {
        let migrations = SourceTree.sources.filter { $0.path.hasSuffix(".sql") }.map(\.text).joined()
        for table in AuditedWriteRule.operationalTables.keys {
            #expect(migrations.contains(" \(table) "), "the operational table \(table) is made by no migration")
        }
    }
}

enum HouseRule: String, CaseIterable, CustomTestStringConvertible {
    case imports, publicDeclarations, sqlPlacement, hiddenTime, unsafePlacement, templates, leftovers, storageProtocols
    case auditedWrites

    var rule: any Rule {
        switch self {
        case .imports: ImportRule()
        case .publicDeclarations: PublicDeclarationRule()
        case .sqlPlacement: SQLPlacementRule()
        case .hiddenTime: HiddenTimeRule()
        case .unsafePlacement: UnsafePlacementRule()
        case .templates: TemplateRule()
        case .leftovers: LeftoverRule()
        case .storageProtocols: StorageProtocolRule()
        case .auditedWrites: AuditedWriteRule()
        }
    }

    var testDescription: String { rawValue }
}
