/// What a template may name.
enum PageValue: Sendable {
    /// Shown, and always escaped.
    case text(String)
    /// Whether a section is shown.
    case flag(Bool)
    /// A section shown once, within its names.
    case record(PageRecord)
    /// A section shown once for each.
    case list([PageRecord])
}

/// The values of a page or of a part of it, by name.
struct PageRecord: Sendable, ExpressibleByDictionaryLiteral {
    private(set) var values: [String: PageValue]

    init(dictionaryLiteral elements: (String, PageValue)...) {
        values = Dictionary(elements) { _, last in last }
    }

    init(_ texts: [String: String]) {
        values = texts.mapValues { .text($0) }
    }

    subscript(name: String) -> PageValue? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

extension PageValue: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    /// The text, or nothing to show.
    static func optional(_ text: String?) -> PageValue {
        text.map { .text($0) } ?? .flag(false)
    }
}

extension PageValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, PageValue)...) {
        var record: PageRecord = [:]
        for (name, value) in elements { record[name] = value }
        self = .record(record)
    }
}
