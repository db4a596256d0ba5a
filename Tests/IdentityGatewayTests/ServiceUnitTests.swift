import Foundation
import Testing

@testable import identity_gateway

/// The units that we ship for systemd, beside what the program does.
@Suite struct ServiceUnitTests {
    /// For the process to end once all has stopped, in seconds.
    private static let margin: Double = 5

    /// Else it would be killed over requests that it was still answering.
    @Test func waitsForAsLongAsStoppingMayTake() throws {
        let unit = try Self.unit("identity-gateway.service")
        let timeout = try #require(unit["TimeoutStopSec"].flatMap { Double($0) })
        #expect(timeout >= ServeSettings.standardDrain + ServeCommand.stopSeconds + Self.margin)
        #expect(unit["KillSignal"] == "SIGTERM")
    }

    /// The lines `Name=value`; of a name that stands there twice the last.
    private static func unit(_ name: String) throws -> [String: String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "deploy/systemd/\(name)"), encoding: .utf8)
        let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { return nil }
            return (String(line[..<equals]), String(line[line.index(after: equals)...]))
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }
}
