package import Foundation

/// The public test vectors, read in place: `../shared/vectors` beside the package, or where `VECTORS_DIR` points.
///
/// Where neither is there, tests that need them are skipped by name (`.enabled(if: Vectors.arePresent)`), unless
/// `VECTORS_REQUIRED=1` says that they must be there: then the tests run, and fail.
package enum Vectors {
    package static let root: URL = {
        if let folder = ProcessInfo.processInfo.environment["VECTORS_DIR"] {
            return URL(fileURLWithPath: folder, isDirectory: true)
        }
        return packageRoot.appendingPathComponent("../shared/vectors", isDirectory: true).standardizedFileURL
    }()

    /// The folder that holds Package.swift.
    package static let packageRoot: URL = {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }()

    /// Whether tests that read vectors shall run.
    package static var arePresent: Bool {
        ProcessInfo.processInfo.environment["VECTORS_REQUIRED"] == "1"
            || FileManager.default.fileExists(atPath: root.path)
    }

    /// The bytes of one vector file, by its path below the vectors' folder.
    package static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// The paths of all files below a folder, relative to it.
    package static func files(under folder: String) throws -> [String] {
        let root = root.appendingPathComponent(folder)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { path in
            try root.appendingPathComponent(path).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
        }.sorted()
    }

    /// The names of the files of a folder, in order.
    package static func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
    }
}
