import Foundation
import SAML
import TestSupport
import Testing
import XMLSecurity

@Suite("Public responses", .enabled(if: Vectors.arePresent))
struct ResponseVectorTests {
    /// attacks 1.1 #1-#12: among them crewjam's nine permutations and what others keep of the wrapping family.
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
}
