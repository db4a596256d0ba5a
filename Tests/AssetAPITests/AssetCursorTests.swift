import Encoding
import Foundation
import Testing

@testable import asset_api

@Suite
struct AssetCursorTests {
    private let id = UUID(uuidString: "018F6E2A-9C00-7A31-8B12-0123456789AB")

    @Test
    func survivesItsText() throws {
        let cursor = AssetCursor(after: try #require(id))
        #expect(AssetCursor(cursor.text) == cursor)
        #expect(!cursor.text.contains("018f"))
    }

    @Test(arguments: [
        "", "A", "018f6e2a-9c00-7a31-8b12-0123456789ab", Base64URL.encode([UInt8](repeating: 1, count: 16)),
        Base64URL.encode([2] + [UInt8](repeating: 0, count: 16)),
        Base64URL.encode([1] + [UInt8](repeating: 0, count: 17)),
        Base64URL.encode([1] + [UInt8](repeating: 0, count: 16)) + "=", "é",
    ])
    func refusesWhatNoPageGave(text: String) {
        #expect(AssetCursor(text) == nil)
    }

    /// RFC 9562 section 5.7: pages are cut by ids, so later ones must sort behind.
    @Test
    func idsSortByTheirTime() {
        let early = sources(at: 1_700_000_000.000).timeOrderedID()
        let late = sources(at: 1_700_000_000.001).timeOrderedID()
        #expect(early.text < late.text)
        #expect(early.text.hasPrefix("018bcfe5-6800-7fff-bfff-"))
    }

    /// Some of these lie just below themselves in binary.
    @Test(arguments: [1_700_000_000.034, 1_700_000_000.001, 1_700_000_000.999, 1_795_539_073.034])
    func timesAreToldToTheNearestMillisecond(seconds: TimeInterval) {
        let milliseconds = Int((seconds * 1_000).rounded()) % 1_000
        let digits = String(String(1_000 + milliseconds).dropFirst())
        #expect(Date(timeIntervalSince1970: seconds).text.hasSuffix(".\(digits)Z"))
    }

    private func sources(at seconds: TimeInterval) -> SystemSources {
        SystemSources(
            now: { Date(timeIntervalSince1970: seconds) },
            randomBytes: { [UInt8](repeating: 0xFF, count: $0) }
        )
    }
}
