import FoundationEssentials
import Testing
import Workspaces

@Suite struct RequestOriginTests {
    private func kept(of userAgent: String) throws -> String {
        let origin = RequestOrigin(
            sourceAddress: nil,
            correlationID: CorrelationID(rawValue: UUID()),
            userAgent: userAgent
        )
        return try #require(origin.userAgent)
    }

    @Test(arguments: ["", "Browser/1.0", String(repeating: "x", count: RequestOrigin.maximumUserAgentBytes)])
    func keepsWhatIsShortEnough(userAgent: String) throws {
        #expect(try kept(of: userAgent) == userAgent)
    }

    /// Two, three and four bytes a letter, a flag of eight bytes, a letter with a mark: none is cut in two.
    @Test(arguments: ["x", "é", "€", "😀", "🇩🇪", "e\u{301}"], 0..<8)
    func cutsBetweenCharacters(letter: String, offset: Int) throws {
        let long = String(repeating: "x", count: offset) + String(repeating: letter, count: 300)
        let kept = try kept(of: long)
        #expect(kept.utf8.count <= RequestOrigin.maximumUserAgentBytes)
        #expect(kept.utf8.count > RequestOrigin.maximumUserAgentBytes - letter.utf8.count)
        #expect(kept.count == offset + (kept.utf8.count - offset) / letter.utf8.count)
        #expect(!kept.unicodeScalars.contains("\u{FFFD}"))
        #expect(long.utf8.starts(with: kept.utf8))
    }
}
