import Foundation
import SAML
import TestSupport
import Testing
import XMLSecurity

@Suite("Public responses", .enabled(if: Vectors.arePresent))
struct ResponseVectorTests {
    @Test(arguments: try RecordedResponse.table("responses"))
    func hasTheExpectedVerdict(_ recorded: RecordedResponse) throws {
        let strict = try recorded.judged(by: .sha2)
        let lenient = try recorded.judged(by: .sha2AndSHA1)
        if ProcessInfo.processInfo.environment["PRINT_VERDICTS"] == "1" {
            print("VERDICT\t\(recorded.file)\t\(recorded.trust)\t\(recorded.key)\t\(strict)\t\(lenient)")
        }
        #expect(strict == recorded.verdict)
        #expect(lenient == recorded.verdictWithSHA1)
    }

    @Test func noSHA1IsAcceptedWithoutTheSwitch() throws {
        for recorded in try RecordedResponse.table("responses") where recorded.verdict == "accepted" {
            #expect(recorded.verdictWithSHA1 == "accepted", "\(recorded.file)")
        }
    }

    @Test func everyResponseIsInTheTable() throws {
        let listed = Set(try RecordedResponse.table("responses").map(\.file))
        let folders = [
            "crewjam", "ruby-saml/responses", "ruby-saml/responses/invalids", "node-saml", "node-saml/signatures/valid",
            "node-saml/signatures/invalid",
        ]
        for folder in folders {
            for name in try Vectors.files(in: "saml/\(folder)") where Self.isResponse(name) {
                #expect(listed.contains("\(folder)/\(name)"), "\(folder)/\(name)")
            }
        }
    }

    private static func isResponse(_ name: String) -> Bool {
        let lowered = name.lowercased()
        return lowered.contains("response") && !lowered.contains("logout") && !lowered.contains("metadata")
    }
}
