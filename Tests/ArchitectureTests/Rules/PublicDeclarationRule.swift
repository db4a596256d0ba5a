/// `public` and `open` belong to the library products; between our own targets it is `package`.
struct PublicDeclarationRule: Rule {
    static let libraryProducts: Set<String> = [
        "JOSE", "TokenVerification", "TokenVerificationHTTPClient", "TokenVerificationHummingbird",
    ]

    func violations(in file: SourceFile) -> [Violation] {
        guard let words = file.swift?.words, !Self.libraryProducts.contains(file.target) else { return [] }
        return words.indices.compactMap { index in
            let word = words[index].text
            guard word == "public" || word == "open" else { return nil }
            // As a modifier it stands before another word; `.public` and `open(path)` are names.
            let before = index > 0 ? words[index - 1].text : ""
            guard before != ".", index + 1 < words.count, let next = words[index + 1].text.first,
                next.isLetter || next == "("
            else { return nil }
            if next == "(" && (word == "open" || words[index + 2].text != "set") { return nil }
            return Violation(file, line: words[index].line, "\(word) outside of the library products: use package")
        }
    }
}
