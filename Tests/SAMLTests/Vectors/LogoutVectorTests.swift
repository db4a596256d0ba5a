import TestSupport
import Testing
import XMLSecurity

@Suite("Public logout messages", .enabled(if: Vectors.arePresent))
struct LogoutVectorTests {
    @Test(arguments: try RecordedLogout.table())
    func hasTheExpectedVerdict(_ recorded: RecordedLogout) throws {
        let strict = try recorded.judged(by: .sha2)
        let lenient = try recorded.judged(by: .sha2AndSHA1)
        #expect(strict == recorded.verdict)
        #expect(lenient == recorded.verdictWithSHA1)
    }
}
