import Encoding

/// All texts of one language, by name. Every language has every text; a test holds them to it.
struct Texts: Sendable {
    let language: Language
    private let texts: [String: String]

    /// - Parameter catalogue: a JSON object of strings.
    init?(_ language: Language, catalogue: [UInt8]) {
        guard let object = (try? StrictJSON.parse(catalogue))?.object else { return nil }
        var texts: [String: String] = [:]
        for member in object {
            guard let text = member.value.string else { return nil }
            texts[member.name] = text
        }
        self.language = language
        self.texts = texts
    }

    var names: Set<String> { Set(texts.keys) }

    /// For the templates, where each text is named as in the catalogue.
    var record: PageRecord { PageRecord(texts) }

    /// The text with its places filled: `{name}` is the value of that name. A text that isn't there is its own name, which
    /// the test that renders every page finds.
    func callAsFunction(_ name: String, _ values: [String: String] = [:]) -> String {
        var out = ""
        var rest = (texts[name] ?? name)[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            let place = String(rest[rest.index(after: open)..<close])
            out += values[place] ?? "{\(place)}"
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}
