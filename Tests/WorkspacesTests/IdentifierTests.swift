import FoundationEssentials
import Testing
import Workspaces

@Suite struct IdentifierTests {
    private static let text = "0f8fad5b-d9cb-469f-a165-70867728950e"

    /// Hands out its bytes over and over.
    private struct RepeatingBytes: RandomSource {
        let byte: UInt8

        func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    }

    @Test func readsWhatItWrites() throws {
        let id = try #require(WorkspaceID(text: Self.text))
        #expect(id.description == Self.text)
        #expect(id.bytes.count == 16)
        #expect(id.bytes.prefix(4) == [0x0F, 0x8F, 0xAD, 0x5B])
        #expect(WorkspaceID(bytes: id.bytes) == id)
        #expect(WorkspaceID(rawValue: id.rawValue) == id)
    }

    @Test(
        arguments: [
            text.uppercased(), "0F8fad5b-d9cb-469f-a165-70867728950e", text.filter { $0 != "-" }, "{\(text)}",
            "urn:uuid:\(text)", " \(text)", "\(text) ", "\(text)\n", "\(text)\u{0}", "\(text)0",
            String(text.dropLast()),
            "",
            "0f8fad5bd-9cb-469f-a165-70867728950e", "0f8fad5b_d9cb_469f_a165_70867728950e",
            "0f8fad5b-d9cb-469f-a165-70867728950g", "0f8fad5b-d9cb-469f-a165-7086772895０", "\(text)' or '1'='1",
            "../\(text)",
        ] as [String]
    )
    func refusesOtherForms(text: String) {
        #expect(WorkspaceID(text: text) == nil)
        #expect(UserID(text: text) == nil)
        #expect(SessionID(text: text) == nil)
        #expect(CorrelationID(text: text) == nil)
    }

    @Test(arguments: [0, 15, 17, 32])
    func refusesOtherLengths(count: Int) {
        #expect(UserID(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    /// RFC 9562 section 5.4: version 4 and variant 10, whatever the random bits are.
    @Test(
        arguments: [
            (UInt8(0x00), "00000000-0000-4000-8000-000000000000"), (0xFF, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
            (0x5A, "5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a"),
        ] as [(UInt8, String)]
    )
    func isARandomUUIDOfVersion4(byte: UInt8, text: String) {
        #expect(SessionID.random(from: RepeatingBytes(byte: byte)).description == text)
    }

    @Test(arguments: [(0.0, 0), (0.999, 0), (1.0, 1), (1_700_000_000.5, 1_700_000_000), (-0.001, -1), (-1.0, -1)])
    func roundsTimesDownToSeconds(interval: Double, seconds: Int) {
        #expect(Date(timeIntervalSince1970: interval).unixSeconds == seconds)
        #expect(Date(unixSeconds: seconds).unixSeconds == seconds)
    }
}
