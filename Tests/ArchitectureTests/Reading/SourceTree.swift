import Foundation

/// The files of this package, read once.
enum SourceTree {
    /// The folder that holds Package.swift.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        for _ in 1...4 { folder.deleteLastPathComponent() }
        return folder
    }()

    static let sources: [SourceFile] = files(below: "Sources")
    static let tests: [SourceFile] = files(below: "Tests")

    private static func files(below folder: String) -> [SourceFile] {
        let read: Set = ["swift", "sql", "mustache"]
        let start = root.appendingPathComponent(folder)
        let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { read.contains(URL(fileURLWithPath: $0).pathExtension) }.sorted().compactMap { path in
            guard let data = FileManager.default.contents(atPath: start.appendingPathComponent(path).path) else {
                return nil
            }
            return SourceFile(path: "\(folder)/\(path)", text: String(decoding: data, as: UTF8.self))
        }
    }
}
