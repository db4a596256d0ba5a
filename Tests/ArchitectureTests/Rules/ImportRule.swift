/// A target imports what its row of the table allows, and stands in the table.
struct ImportRule: Rule {
    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
    ]

    func violations(in file: SourceFile) -> [Violation] {
        guard let swift = file.swift else { return [] }
        guard ImportTable.arrows[file.target] != nil else {
            return [Violation(file, line: 1, "target \(file.target) is not in the table of imports")]
        }
        let allowed = ImportTable.allowed(for: file.target)
        return Self.imports(in: swift).compactMap { module in
            allowed.contains(module.text)
                ? nil : Violation(file, line: module.line, "\(file.target) may not import \(module.text)")
        }
    }

    /// The imported modules' names; of `import struct Foundation.Date` it is Foundation.
    private static func imports(in swift: SwiftText) -> [SwiftText.Piece] {
        swift.words.indices.compactMap { index in
            guard swift.words[index].text == "import" else { return nil }
            var next = index + 1
            if next < swift.words.count, kinds.contains(swift.words[next].text) { next += 1 }
            return next < swift.words.count ? swift.words[next] : nil
        }
    }
}
