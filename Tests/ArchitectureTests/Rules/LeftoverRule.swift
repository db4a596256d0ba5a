/// Nothing is left to be done later without anybody knowing: work that is not done stands in an issue.
struct LeftoverRule: Rule {
    // Put together, so that this file does not break its own rule.
    private static let marks: [String] = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    func violations(in file: SourceFile) -> [Violation] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(1..., lines).compactMap { number, line in
            let words = line.split { !($0.isLetter || $0.isNumber) }
            return words.contains { word in Self.marks.contains { word == $0 } }
                ? Violation(file, line: number, "a mark of something left to do") : nil
        }
    }
}
