import Foundation
import Testing

/// The register tells the truth: the tests that it names are there, and it misses no line.
struct AttacksRegisterTests {
    /// The security bar is a document beside the project; where it is not at hand, that test is skipped by name.
    static let securityBar = SourceTree.root.appendingPathComponent("../shared/design/attacks.md").standardizedFileURL
    static let securityBarIsAtHand = FileManager.default.fileExists(atPath: securityBar.path)

    @Test func everyNamedTestExists() throws {
        let existing = Self.testFunctions
        for entry in try AttacksRegister.atHand().entries {
            for test in entry.tests {
                #expect(existing.contains(test), "\(entry.number) names \(test), which is not there")
            }
        }
    }

    @Test func everyTestInTheThreatModelExists() throws {
        let page = SourceTree.root.appendingPathComponent(
            "Sources/identity-gateway/Documentation.docc/ThreatModel.md"
        )
        let quoted = try String(contentsOf: page, encoding: .utf8).split(separator: "`").map(String.init)
        let named = quoted.filter { $0.contains("Tests/") && $0.split(separator: "/").count == 2 }
        #expect(named.count > 10)
        for test in named {
            #expect(Self.testFunctions.contains(test), "the threat model names \(test), which is not there")
        }
    }

    @Test func noLineStandsTwice() throws {
        let numbers = try AttacksRegister.atHand().entries.map(\.number)
        #expect(Set(numbers).count == numbers.count)
    }

    @Test(.enabled(if: securityBarIsAtHand))
    func noLineIsMissing() throws {
        let text = try String(contentsOf: Self.securityBar, encoding: .utf8)
        let asked = AttacksRegister.numbers(inSecurityBar: text)
        #expect(asked.count > 300)
        #expect(try AttacksRegister.atHand().entries.map(\.number) == asked)
    }

    @Test func numbersAreReadFromHeadingsAndLines() {
        let text = "## 0. Rules\n1. One\n## 5. More\n### 5.4 Tokens\n26. alg\n  27. indented\nplain\n27. typ\n"
        #expect(AttacksRegister.numbers(inSecurityBar: text) == ["0 #1", "5.4 #26", "5.4 #27"])
    }

    @Test(arguments: ["5.4 #26", "5.4 | a/b", "5.4 #26 |", "5.4 #26 | test", "5.4 #26 | a/b, c"])
    func malformedLinesAreRefused(_ line: String) {
        #expect(throws: AttacksRegister.Malformed.self) { try AttacksRegister(line) }
    }

    /// All functions marked as tests: `JOSETests/refusesOtherAlgorithms`.
    private static let testFunctions: Set<String> = {
        var found: Set<String> = []
        for file in SourceTree.tests {
            guard let words = file.swift?.words else { continue }
            for index in words.indices.dropFirst() where words[index - 1].text == "@" && words[index].text == "Test" {
                guard let function = words[index...].firstIndex(where: { $0.text == "func" }),
                    function + 1 < words.count
                else { continue }
                found.insert("\(file.target)/\(words[function + 1].text)")
            }
        }
        return found
    }()
}
