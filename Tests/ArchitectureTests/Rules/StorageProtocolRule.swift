/// A storage protocol has at most ten methods: what grows past that is two subjects.
struct StorageProtocolRule: Rule {
    static let mostMethods = 10

    func violations(in file: SourceFile) -> [Violation] {
        guard let words = file.swift?.words else { return [] }
        return words.indices.compactMap { index in
            guard words[index].text == "protocol", index + 1 < words.count, words[index + 1].text.hasSuffix("Storage"),
                let opening = words[index...].firstIndex(where: { $0.text == "{" })
            else { return nil }
            let methods = Self.methods(in: words[opening...])
            return methods > Self.mostMethods
                ? Violation(file, line: words[index].line, "\(words[index + 1].text) has \(methods) methods") : nil
        }
    }

    /// How often `func` stands between the opening brace that `words` begin with and its closing one.
    private static func methods(in words: ArraySlice<SwiftText.Piece>) -> Int {
        var depth = 0
        var count = 0
        for word in words {
            switch word.text {
            case "{": depth += 1
            case "}": depth -= 1
            case "func": count += 1
            default: break
            }
            if depth == 0 { return count }
        }
        return count
    }
}
