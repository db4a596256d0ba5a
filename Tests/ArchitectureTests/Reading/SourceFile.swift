/// One file below Sources, as a rule sees it.
struct SourceFile: Sendable {
    /// From the package's root: `Sources/JOSE/JWS/CompactJWS.swift`.
    let path: String
    let text: String
    let swift: SwiftText?

    init(path: String, text: String) {
        self.path = path
        self.text = text
        swift = path.hasSuffix(".swift") ? SwiftText(text) : nil
    }

    /// The second part of the path.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var name: String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
