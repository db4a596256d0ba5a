import Testing

/// Every rule can fail: a snippet that breaks it is caught, one beside it that does not is left alone.
struct RuleTests {
    struct Snippet: Sendable, CustomTestStringConvertible {
        let rule: HouseRule
        let path: String
        let text: String

        var testDescription: String { "\(rule): \(text.prefix(60))" }
    }

    static let bad: [Snippet] = [
        .init(rule: .imports, path: "Sources/GatewayAPI/A.swift", text: "import Postgres"),
        .init(rule: .imports, path: "Sources/GatewayPages/A.swift", text: "package import PostgresStorage"),
        .init(rule: .imports, path: "Sources/JOSE/A.swift", text: "import struct Foundation.Date"),
        .init(rule: .imports, path: "Sources/Encoding/A.swift", text: "import Secrets"),
        .init(rule: .imports, path: "Sources/PostgresStorage/A.swift", text: "import CLibPQ"),
        .init(rule: .imports, path: "Sources/SCIM/A.swift", text: "private import Hummingbird"),
        .init(rule: .imports, path: "Sources/Helpers/A.swift", text: ""),
        .init(rule: .publicDeclarations, path: "Sources/SignIn/A.swift", text: "public struct A {}"),
        .init(rule: .publicDeclarations, path: "Sources/SignIn/A.swift", text: "package public(set) var a = 1"),
        .init(rule: .publicDeclarations, path: "Sources/SignIn/A.swift", text: "open class A {}"),
        .init(rule: .publicDeclarations, path: "Sources/SignIn/A.swift", text: "public import Encoding"),
        .init(rule: .sqlPlacement, path: "Sources/SignIn/A.swift", text: #"let a = "SELECT 1""#),
        .init(
            rule: .sqlPlacement,
            path: "Sources/SignIn/A.swift",
            text: "let a = \"\"\"\n    DELETE FROM users\n    \"\"\""
        ),
        .init(rule: .sqlPlacement, path: "Sources/Postgres/Pool.swift", text: #"let a = "UPDATE users SET a = 1""#),
        .init(rule: .sqlPlacement, path: "Sources/SignIn/A.sql", text: "SELECT 1"),
        .init(rule: .hiddenTime, path: "Sources/SignIn/A.swift", text: "let a = Date()"),
        .init(rule: .hiddenTime, path: "Sources/SignIn/A.swift", text: #"let a = "at \(Date.now)""#),
        .init(rule: .hiddenTime, path: "Sources/JOSE/A.swift", text: "let a = ContinuousClock.now"),
        .init(rule: .hiddenTime, path: "Sources/JOSE/A.swift", text: "let a = UUID()"),
        .init(rule: .hiddenTime, path: "Sources/JOSE/A.swift", text: "let a = Int.random(in: 0..<5)"),
        .init(rule: .hiddenTime, path: "Sources/JOSE/A.swift", text: "let a = list.randomElement()"),
        .init(rule: .hiddenTime, path: "Sources/JOSE/A.swift", text: "let a = P256.Signing.PrivateKey()"),
        .init(rule: .unsafePlacement, path: "Sources/SAML/A.swift", text: "func a(_ b: UnsafePointer<UInt8>) {}"),
        .init(rule: .unsafePlacement, path: "Sources/JOSE/A.swift", text: "let a = unsafe b.pointee"),
        .init(rule: .unsafePlacement, path: "Sources/JOSE/A.swift", text: "b.withUnsafeBytes { $0.count }"),
        .init(rule: .templates, path: "Sources/GatewayPages/Templates/a.mustache", text: "<p>{{{ name }}}</p>"),
        .init(rule: .templates, path: "Sources/GatewayPages/Templates/a.mustache", text: "<p>{{ & name }}</p>"),
        .init(rule: .leftovers, path: "Sources/JOSE/A.swift", text: "// TO" + "DO: later"),
        .init(
            rule: .storageProtocols,
            path: "Sources/SignIn/A.swift",
            text: "protocol AStorage {\n" + String(repeating: "func a()\n", count: 11) + "}\nfunc b() {}"
        ),
        .init(
            rule: .auditedWrites,
            path: "Sources/PostgresStorage/Workspace/A.swift",
            text: #"func a(in t: WorkspaceTransaction) { run("UPDATE users SET a = 1") }"#
        ),
        .init(
            rule: .auditedWrites,
            path: "Sources/PostgresStorage/Workspace/A.swift",
            text: #"func a(in t: WorkspaceTransaction) { run("UPDATE sessions SET last_used_at = 1, ended_at = 2") }"#
        ),
    ]

    static let good: [Snippet] = [
        .init(rule: .imports, path: "Sources/GatewayAPI/A.swift", text: "import SignIn\nimport JOSE\nimport Secrets"),
        .init(rule: .imports, path: "Sources/JOSE/A.swift", text: "// import Foundation"),
        .init(rule: .publicDeclarations, path: "Sources/JOSE/A.swift", text: "public struct A {}"),
        .init(rule: .publicDeclarations, path: "Sources/SignIn/A.swift", text: "let a = Visibility.public\nopen(path)"),
        .init(rule: .sqlPlacement, path: "Sources/SignIn/A.swift", text: #"let a = "Update your password""#),
        .init(rule: .sqlPlacement, path: "Sources/PostgresStorage/A.swift", text: #"let a = "SELECT 1""#),
        .init(rule: .sqlPlacement, path: "Sources/Postgres/A.swift", text: #"let a = "BEGIN ISOLATION LEVEL""#),
        .init(rule: .hiddenTime, path: "Sources/SignIn/A.swift", text: "// never Date()\nlet a = clock.now"),
        .init(rule: .hiddenTime, path: "Sources/identity-gateway/A.swift", text: "let a = Date()"),
        .init(rule: .unsafePlacement, path: "Sources/Postgres/A.swift", text: "let a = unsafe b.pointee"),
        .init(rule: .unsafePlacement, path: "Sources/JOSE/A.swift", text: #"let a = "unsafe""#),
        .init(rule: .templates, path: "Sources/GatewayPages/Templates/a.mustache", text: "<p>{{name}}{{#a}}{{/a}}</p>"),
        .init(
            rule: .storageProtocols,
            path: "Sources/SignIn/A.swift",
            text: "protocol AStorage {\n" + String(repeating: "func a()\n", count: 10) + "}\nfunc b() {}"
        ),
        .init(
            rule: .auditedWrites,
            path: "Sources/PostgresStorage/Workspace/A.swift",
            text: #"func a(in c: WorkspaceChange) { run("UPDATE users SET a = 1") }"#
        ),
        .init(
            rule: .auditedWrites,
            path: "Sources/PostgresStorage/Workspace/A.swift",
            text: #"func a(in t: WorkspaceTransaction) { run("SELECT a FROM users FOR UPDATE") }"#
        ),
        .init(
            rule: .auditedWrites,
            path: "Sources/PostgresStorage/Workspace/A.swift",
            text: #"func a(in t: WorkspaceTransaction) { run("UPDATE sessions SET last_used_at = 1 WHERE id = 2") }"#
        ),
    ]

    @Test(arguments: bad)
    func catches(_ snippet: Snippet) {
        #expect(!snippet.rule.rule.violations(in: SourceFile(path: snippet.path, text: snippet.text)).isEmpty)
    }

    @Test(arguments: good)
    func leavesAlone(_ snippet: Snippet) {
        #expect(snippet.rule.rule.violations(in: SourceFile(path: snippet.path, text: snippet.text)) == [])
    }

    @Test func everyRuleIsShownToCatchSomething() {
        #expect(Set(Self.bad.map(\.rule)) == Set(HouseRule.allCases))
    }

    @Test func repeatedFileNamesAreFound() {
        let files = ["Sources/JOSE/A/Key.swift", "Sources/JOSE/B/Key.swift", "Sources/SAML/Key.swift"]
        #expect(FileNames.repeated(in: files.map { SourceFile(path: $0, text: "") }) == ["JOSE/Key.swift"])
    }

    @Test func typesNamedLikeTheirModuleAreFound() {
        let file = SourceFile(path: "Sources/JOSE/A.swift", text: "public enum JOSE {}")
        #expect(FileNames.typesNamedLikeTheirModule(in: [file]).map(\.line) == [1])
    }
}
