import Foundation
import Testing

/// The documentation holds together: its first page lists all pages there are, and no link leads nowhere.
struct DocumentationTests {
    private static let catalogue = SourceTree.root.appendingPathComponent(
        "Sources/identity-gateway/Documentation.docc"
    )

    /// Name → text of each page.
    private static let pages: [String: String] = {
        let paths = FileManager.default.enumerator(atPath: catalogue.path)?.compactMap { $0 as? String } ?? []
        return Dictionary(
            paths.filter { $0.hasSuffix(".md") }.map { path in
                let page = catalogue.appendingPathComponent(path)
                let data = FileManager.default.contents(atPath: page.path) ?? Data()
                return (page.deletingPathExtension().lastPathComponent, String(decoding: data, as: UTF8.self))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }()

    private static func links(of text: String) -> [String] {
        text.components(separatedBy: "<doc:").dropFirst().compactMap { $0.components(separatedBy: ">").first }
    }

    @Test func theFirstPageListsEveryPageAndTheDecisionsInTheirOrder() throws {
        let first = try #require(Self.pages["identity-gateway"])
        let topics = try #require(first.components(separatedBy: "## Topics").last)
        let listed = Self.links(of: topics)
        #expect(listed.sorted() == Self.pages.keys.filter { $0 != "identity-gateway" }.sorted())
        let decisions = listed.filter { $0.first?.isNumber == true }
        #expect(decisions == decisions.sorted())
        #expect(decisions.count > 30)
    }

    @Test func noLinkLeadsNowhere() {
        for (name, text) in Self.pages {
            for link in Self.links(of: text) where Self.pages[link] == nil {
                Issue.record("\(name) links to \(link), which is not there")
            }
        }
    }

    @Test func noTwoDecisionsHaveOneNumber() {
        let numbers = Self.pages.keys.filter { $0.first?.isNumber == true }.map { $0.prefix(4) }
        #expect(Set(numbers).count == numbers.count)
    }
}
