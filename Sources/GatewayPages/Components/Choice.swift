/// One of several things of which one is chosen, with what it means.
struct Choice: Sendable {
    /// Of the field that all of them belong to.
    var name: String
    var value: String
    var label: String
    var note: String
    /// What choosing it would do here and now.
    var effect: String?
    var isChosen: Bool

    /// The record of the partial `choice`.
    var record: PageRecord {
        [
            "choice_name": .text(name),
            "choice_value": .text(value),
            "choice_label": .text(label),
            "choice_note": .text(note),
            "choice_effect": .optional(effect),
            "choice_checked": .flag(isChosen),
        ]
    }
}
