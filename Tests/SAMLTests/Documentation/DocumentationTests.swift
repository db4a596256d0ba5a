import Foundation
import SAML
import TestSupport
import Testing

@Suite("The documentation says what the code does")
struct DocumentationTests {
    @Test func codesPageIsTheCatalogue() throws {
        let expected = DocumentationPages.codes()
        #expect(try DocumentationPages.committed("SAMLCodes.md", expected: expected) == expected)
    }

    @Test func checksPageIsTheOrder() throws {
        let expected = DocumentationPages.checks()
        #expect(try DocumentationPages.committed("SAMLChecks.md", expected: expected) == expected)
    }

    @Test func everyCodeStandsOnceAndIsWellFormed() {
        var seen: Set<String> = []
        for code in SAMLCatalogue.all {
            #expect(seen.insert(code.name).inserted, "\(code.name) stands twice")
            #expect(code.name.wholeMatch(of: /SAML-[A-Z]+-[0-9]{2}/) != nil, "\(code.name)")
            #expect(code.reason.hasSuffix("."), "\(code.name)")
            #expect(code.cure.hasSuffix("."), "\(code.name)")
        }
    }

    @Test func everyCheckHasItsOwnFileAndCode() {
        let lists: [(folder: String, checks: [(String, SAMLCode)])] = [
            ("Response/Checks/Envelope", ResponseChecks.ofEnvelope.map { ("\($0)", $0.code) }),
            ("Response/Checks/Assertion", ResponseChecks.ofAssertion.map { ("\($0)", $0.code) }),
            ("Response/Checks/Confirmation", ResponseChecks.ofConfirmation.map { ("\($0)", $0.code) }),
            ("Logout/Checks", LogoutChecks.ofEnvelope.map { ("\($0)", $0.code) }),
        ]
        for list in lists {
            for (check, code) in list.checks {
                let path = Vectors.packageRoot.appendingPathComponent(
                    DocumentationPages.file(of: check, in: list.folder)
                )
                let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
                #expect(text.contains("\"\(code.name)\""), "\(path.path) declares \(code.name)")
            }
        }
    }

    @Test func everyFileOnTheChecksPageIsThere() {
        let paths = DocumentationPages.checks().matches(of: /`(Sources\/[^`]*\.swift)`/).map { String($0.output.1) }
        #expect(paths.count > 40)
        for path in paths {
            let file = Vectors.packageRoot.appendingPathComponent(path).path
            #expect(FileManager.default.fileExists(atPath: file), "\(path)")
        }
    }

    @Test func everyCheckFileIsInTheOrder() throws {
        let listed = Set(
            ResponseChecks.ofEnvelope.map { "\($0)" } + ResponseChecks.ofAssertion.map { "\($0)" }
                + ResponseChecks.ofConfirmation.map { "\($0)" }
        )
        for folder in ["Envelope", "Assertion", "Confirmation"] {
            let path = Vectors.packageRoot.appendingPathComponent("Sources/SAML/Response/Checks/\(folder)").path
            for file in try FileManager.default.contentsOfDirectory(atPath: path) {
                #expect(listed.contains(String(file.dropLast(".swift".count))), "\(file) is never asked")
            }
        }
    }
}
