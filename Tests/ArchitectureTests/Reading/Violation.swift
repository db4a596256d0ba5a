/// A place that breaks a rule.
struct Violation: Equatable, Sendable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String

    init(_ file: SourceFile, line: Int, _ what: String) {
        path = file.path
        self.line = line
        self.what = what
    }

    var description: String { "\(path):\(line): \(what)" }
}

/// One rule of the house: a pure function of a file's text, so that a test can show that it catches what it is for.
protocol Rule: Sendable {
    func violations(in file: SourceFile) -> [Violation]
}
