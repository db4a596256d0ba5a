import Foundation
import Testing

/// The program on TokenVerification's landing page is taken from the page and built, in a package of its own that depends
/// on this one as a stranger's would. It takes minutes, so it runs where `SNIPPET_BUILD=1` asks for it.
@Suite struct DocumentedProgramTests {
    private static let isAskedFor = ProcessInfo.processInfo.environment["SNIPPET_BUILD"] == "1"
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The code block behind the page's marker.
    private static func program() throws -> String {
        let page = root.appendingPathComponent("Sources/TokenVerification/TokenVerification.docc/TokenVerification.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let marked = text.split(separator: "<!-- snippet: main.swift -->\n```swift\n", maxSplits: 1)
        let block = try #require(marked.count == 2 ? marked[1].split(separator: "```", maxSplits: 1).first : nil)
        return String(block)
    }

    /// What the issue promises: ten lines, imports aside.
    @Test func takesTenLinesAtMost() throws {
        let lines = try Self.program().split(separator: "\n").filter { !$0.hasPrefix("import ") }
        #expect(lines.count <= 10)
    }

    @Test(.enabled(if: isAskedFor, "set SNIPPET_BUILD=1 to build it"))
    func builds() throws {
        // Kept between runs, so that only the first one builds the dependencies.
        let folder = Self.root.appendingPathComponent(".build/documented-program", isDirectory: true)
        let sources = folder.appendingPathComponent("Sources/reports", isDirectory: true)
        try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
        try Self.program().write(
            to: sources.appendingPathComponent("main.swift"),
            atomically: true,
            encoding: .utf8
        )
        try Self.manifest.write(to: folder.appendingPathComponent("Package.swift"), atomically: true, encoding: .utf8)
        let resolved = Self.root.appendingPathComponent("Package.resolved")
        if FileManager.default.fileExists(atPath: resolved.path) {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent("Package.resolved"))
            try FileManager.default.copyItem(at: resolved, to: folder.appendingPathComponent("Package.resolved"))
        }
        let (status, output) = try Self.build(folder)
        #expect(status == 0, "\(output.suffix(4_000))")
    }

    /// A stranger's manifest. SwiftPM calls a package by path after its folder.
    private static var manifest: String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        let package = Package(
            name: "reports",
            dependencies: [
                .package(path: "\(root.path)"),
                .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.0.0"),
            ],
            targets: [
                .executableTarget(
                    name: "reports",
                    dependencies: [
                        .product(name: "Hummingbird", package: "hummingbird"),
                        .product(name: "TokenVerification", package: "\(root.lastPathComponent)"),
                        .product(name: "TokenVerificationHTTPClient", package: "\(root.lastPathComponent)"),
                        .product(name: "TokenVerificationHummingbird", package: "\(root.lastPathComponent)"),
                    ]
                )
            ]
        )

        """
    }

    private static func build(_ folder: URL) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "build", "--package-path", folder.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
