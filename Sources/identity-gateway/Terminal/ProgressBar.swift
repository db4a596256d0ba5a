import Foundation
import Synchronization

/// How far long work has come: on a terminal a bar that is drawn over, elsewhere a line at each tenth.
final class ProgressBar: Sendable {
    private static let width = 40
    private static let tenths = 10

    private let subject: String
    private let total: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let shown = Mutex(-1)

    /// - Parameter subject: what is counted, in the plural.
    init(of subject: String, total: Int) {
        self.subject = subject
        self.total = total
    }

    /// Shows that so many are done.
    func show(_ done: Int) {
        guard total > 0 else { return }
        let step = isTerminal ? done : done * Self.tenths / total
        let isNews = shown.withLock { shown in
            defer { shown = step }
            return shown != step
        }
        guard isNews else { return }
        write(isTerminal ? "\r\(Self.bar(done, of: total)) \(done)/\(total) \(subject)" : "\(line(done))\n")
    }

    /// Leaves the bar's line.
    func end() {
        if isTerminal, total > 0 { write("\n") }
    }

    static func bar(_ done: Int, of total: Int) -> String {
        let full = total > 0 ? width * min(max(done, 0), total) / total : width
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: width - full) + "]"
    }

    private func line(_ done: Int) -> String { "\(done) of \(total) \(subject)" }

    private func write(_ text: String) {
        // A bar that can't be drawn is no reason to stop the work.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
