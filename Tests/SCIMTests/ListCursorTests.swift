import Encoding
import Testing

@testable import SCIM

/// scim.md 1.4: the cursors of RFC 9865.
struct ListCursorTests {
    /// Stands in for a keyed code; enough to tell inputs apart.
    private static func code(_ key: UInt64) -> @Sendable ([UInt8]) -> [UInt8] {
        { bytes in
            var randomness = SeededRandomness(seed: bytes.reduce(key) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
            return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &randomness) }
        }
    }

    private let cursors = ListCursors(authenticate: code(1))

    private let place: ListCursors.Place

    init() throws {
        place = try #require(ListCursors.Place(key: [1, 2, 3]))
    }

    private func binding(
        workspace: String = "w",
        connection: String = "c",
        endpoint: String = "/Users",
        _ query: String = "count=5&filter=title+pr"
    ) throws -> ListCursors.Binding {
        ListCursors.Binding(
            workspace: workspace,
            connection: connection,
            endpoint: endpoint,
            request: try ListRequest(FormQuery(query))
        )
    }

    @Test func readsWhatItMade() throws {
        let place = try #require(ListCursors.Place(key: [0, 1, 255], isBackwards: true))
        let text = cursors.text(for: place, binding: try binding(), expiry: 1000)
        #expect(try cursors.place(of: text, binding: binding(), now: 999) == place)
        // RFC 9865 section 2.1: only the unreserved characters of URIs.
        #expect(
            text.utf8.allSatisfy { byte in
                CaseFolding.asciiLowercased(byte) &- 97 < 26 || byte &- 48 < 10 || [45, 46, 95, 126].contains(byte)
            }
        )
    }

    @Test func refusesAnotherQueryWorkspaceOrConnection() throws {
        let text = cursors.text(for: place, binding: try binding(), expiry: 1000)
        let others = try [
            binding(workspace: "v"), binding(connection: "d"), binding(endpoint: "/Groups"),
            binding("count=6&filter=title+pr"), binding("count=5&filter=title+PR"), binding("count=5"),
            binding("count=5&filter=title+pr&sortBy=title"), binding("count=5&filter=title+pr&sortOrder=descending"),
            binding("count=5&filter=title+pr&attributes=id"), binding("count=5&filter=title+pr&excludedAttributes=id"),
            binding(workspace: "wc", connection: ""),
        ]
        for other in others {
            #expect(refusal { _ = try cursors.place(of: text, binding: other, now: 0) } == .cursorInvalid)
        }
        let foreign = ListCursors(authenticate: Self.code(2))
        #expect(refusal { _ = try foreign.place(of: text, binding: binding(), now: 0) } == .cursorInvalid)
    }

    /// The longest place there is makes a cursor that is read again.
    @Test func boundsThePlace() throws {
        let longest = Array(repeating: UInt8(255), count: ListCursors.Place.maximumBytes)
        let place = try #require(ListCursors.Place(key: longest))
        let text = cursors.text(for: place, binding: try binding(), expiry: 1000)
        #expect(try cursors.place(of: text, binding: binding(), now: 0) == place)
        #expect(ListCursors.Place(key: longest + [0]) == nil)
    }

    @Test func refusesAnExpiredCursor() throws {
        let text = cursors.text(for: place, binding: try binding(), expiry: 1000)
        #expect(refusal { _ = try cursors.place(of: text, binding: binding(), now: 1000) } == .cursorExpired)
        #expect(SCIMErrorCode.cursorExpired.entry.type == .expiredCursor)
    }

    @Test func refusesForgedCursors() throws {
        let binding = try binding()
        let text = cursors.text(for: place, binding: binding, expiry: 1000)
        let bytes = try Base64URL.decode(text)
        for place in bytes.indices {
            var forged = bytes
            forged[place] ^= 1
            #expect(
                refusal { _ = try cursors.place(of: Base64URL.encode(forged), binding: binding, now: 0) }
                    == .cursorInvalid
            )
        }
        for text in ["", "x", "!!!!", String(repeating: "A", count: 2000), Base64URL.encode([0] + bytes.dropFirst())] {
            #expect(refusal { _ = try cursors.place(of: text, binding: binding, now: 0) } == .cursorInvalid)
        }
    }
}
