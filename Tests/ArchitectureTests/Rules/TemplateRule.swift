/// A template puts nothing unescaped into a page: Mustache spells that `{{{name}}}` or `{{&name}}`.
struct TemplateRule: Rule {
    func violations(in file: SourceFile) -> [Violation] {
        guard file.path.hasSuffix(".mustache") else { return [] }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(1..., lines).compactMap { number, line in
            let dense = String(line.filter { !$0.isWhitespace })
            return dense.contains("{{{") || dense.contains("{{&")
                ? Violation(file, line: number, "an unescaped template variable") : nil
        }
    }
}
