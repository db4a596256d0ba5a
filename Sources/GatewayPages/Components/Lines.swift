/// A field of several lines with its label, its hint and what is wrong with it.
struct Lines: Sendable {
    var name: String
    var label: String
    var value: String
    var hint: String
    var error: String?

    /// The record of the partial `lines`.
    var record: PageRecord {
        [
            "lines_name": .text(name),
            "lines_label": .text(label),
            "lines_value": .text(value),
            "lines_note": .text(error ?? hint),
            "lines_wrong": .flag(error != nil),
        ]
    }
}
