import TestSupport
import Testing

@Suite("Public metadata", .enabled(if: Vectors.arePresent))
struct MetadataVectorTests {
    @Test(arguments: try RecordedMetadata.table())
    func hasTheExpectedVerdict(_ recorded: RecordedMetadata) throws {
        let verdict = try recorded.judged()
        #expect(verdict == recorded.verdict)
    }
}
