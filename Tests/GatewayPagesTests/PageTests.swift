import Foundation
import Testing

@testable import GatewayPages

@Suite struct PageTests {
    private let renderer: PageRenderer

    init() throws {
        renderer = try PageRenderer()
    }

    /// Where `PAGES_FOLDER` names a folder, the pages are left there with their files, to be looked at.
    @Test(arguments: Language.allCases)
    func rendersEveryPage(language: Language) throws {
        let folder = ProcessInfo.processInfo.environment["PAGES_FOLDER"]
        for (name, page) in try SamplePages().all() {
            let html = try renderer.html(page, in: language)
            #expect(!html.contains("{{") && !html.contains("}}"), "\(name)")
            #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(language.rawValue)\">"))
            #expect(html.hasSuffix("</html>"))
            #expect(html.contains("<main id=\"main\""))
            #expect(html.components(separatedBy: "<h1").count == 2, "one heading in \(name)")
            #expect(Self.openTags(in: html).isEmpty, "\(name)")
            if let folder {
                try html.write(toFile: "\(folder)/\(name).\(language.rawValue).html", atomically: true, encoding: .utf8)
            }
        }
        guard let folder else { return }
        try FileManager.default.createDirectory(atPath: folder + Assets.folder, withIntermediateDirectories: true)
        for (name, asset) in Assets.all {
            try Data(asset.bytes).write(to: URL(fileURLWithPath: "\(folder)\(Assets.folder)/\(name)"))
        }
    }

    /// attacks 5.7 #77.
    @Test(arguments: Language.allCases)
    func escapesWhatOthersMayChoose(language: Language) throws {
        let good = try SamplePages(name: "x", person: "x", typed: "x").all()
        for (name, page) in try SamplePages.hostilePages() {
            let html = try renderer.html(page, in: language)
            #expect(!html.contains("<script>"), "\(name)")
            let harmless = try #require(good[name])
            let same = try renderer.html(harmless, in: language)
            // Whatever is written into it, the page has the same tags with as many quotes.
            for mark in ["<", ">", "\"", "'", "`"].map({ Array($0.utf8)[0] }) {
                let count = html.utf8.count { $0 == mark }
                #expect(count == same.utf8.count { $0 == mark }, "\(name)")
            }
        }
    }

    @Test(arguments: Language.allCases)
    func carriesNoInlineScriptOrStyle(language: Language) throws {
        for (name, page) in try SamplePages().all() {
            let html = try renderer.html(page, in: language)
            #expect(html.firstMatch(of: #/<script(?![^>]* src=)/#) == nil, "\(name)")
            #expect(html.firstMatch(of: #/<style|\sstyle=|\son[a-z]+=|javascript:|https?:\/\//#) == nil, "\(name)")
        }
    }

    @Test func hasEveryTextInEveryLanguage() throws {
        let english = try renderer.texts(in: .english)
        let german = try renderer.texts(in: .german)
        #expect(english.names == german.names)
        let places = { (text: String) in Set(text.matches(of: #/\{[a-z]+\}/#).map { String($0.output) }) }
        for name in english.names {
            #expect(places(english(name)) == places(german(name)), "\(name)")
        }
    }

    /// A text that is its own name is one that the catalogue lacks.
    @Test func asksForNoTextThatIsNotThere() throws {
        for (name, page) in try SamplePages().all() {
            let html = try renderer.html(page, in: .english)
            #expect(
                html.firstMatch(of: #/>\s*[a-z]+_[a-z_]+\s*</#)?.output.contains("code") ?? true
                    || name.hasPrefix("error")
            )
            #expect(!page.title(try renderer.texts(in: .german)).contains("_"), "\(name)")
        }
    }

    @Test(arguments: [
        (nil, Language.english), ("", .english), ("de", .german), ("de-AT,de;q=0.9,en;q=0.8", .german),
        ("en;q=0.5, de;q=0.9", .german), ("fr, de;q=0.1", .german), ("fr", .english), ("*", .english),
        ("de;q=0", .english), ("de;q=2", .english), ("de;q=x, en", .english), ("en, de", .english), ("DE", .german),
    ])
    func speaksTheLanguageAskedFor(header: String?, language: Language) {
        #expect(Language(acceptLanguage: header) == language)
    }

    @Test(arguments: [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "curl"), ("something", "Unknown device"), (nil, "Unknown device"),
    ])
    func namesDevices(userAgent: String?, name: String) throws {
        #expect(Device(userAgent: userAgent).name(try renderer.texts(in: .english)) == name)
    }

    /// Tags that are opened and not closed, or the other way round.
    private static func openTags(in html: String) -> [String] {
        let void: Set = ["meta", "link", "input", "img"]
        var open: [String] = []
        for match in html.matches(of: #/<(\/?)([a-z0-9]+)/#) {
            let name = String(match.output.2)
            if void.contains(name) { continue }
            if match.output.1.isEmpty {
                open.append(name)
            } else if open.last == name {
                open.removeLast()
            } else {
                return open + ["/\(name)"]
            }
        }
        return open
    }
}
