/// `public` and `open` belong to the library products; between our own targets it is `package`.
struct PublicDeclarationRule: Rule {
    static let libraryProducts: Set<String> = [
        "JOSE", "TokenVerification", "TokenVerificationHTTPClient", "TokenVerificationHummingbird",
    ]

    func violations(in file: SourceFile) -> [Violation] {
        guard let words = file.swift?.words, !Self.libraryProducts.contains(file.target) else { return [] }
        return words.indices.compactMap { index in
            Self.isAccessLevel(words[index...], after: index > 0 ? words[index - 1].text : "")
                ? Violation(
                    file,
                    line: words[index].line,
                    "\(words[index].text) outside of the library products: use package"
                )
                : nil
        }
    }

    /// Words that follow `public` and `open` where those are access levels; `.public`, `open(path)` and `if open` are names.
    private static let declarations: Set<String> = [
        "actor", "associatedtype", "class", "enum", "extension", "final", "func", "import", "indirect", "init", "let",
        "macro", "mutating", "nonisolated", "override", "protocol", "static", "struct", "subscript", "typealias", "var",
        "internal", "private", "fileprivate", "package", "convenience", "required", "lazy", "weak", "consuming",
        "borrowing", "prefix", "postfix", "infix", "async",
    ]

    private static func isAccessLevel(_ words: ArraySlice<SwiftText.Piece>, after previous: String) -> Bool {
        let next = words.dropFirst().prefix(3).map(\.text)
        guard let word = words.first?.text, word == "public" || word == "open", previous != ".",
            let following = next.first
        else { return false }
        return declarations.contains(following) || next == ["(", "set", ")"]
    }
}
