/// A field of a form with its label, its hint and what is wrong with it.
struct Field: Sendable {
    /// What is typed into it, where that is a code.
    enum Look: String, Sendable {
        case text
        /// A keyboard of digits.
        case digits
        /// Spaced letters that are easy to compare.
        case letters
    }

    var name: String
    var label: String
    var type = "text"
    var value = ""
    var autocomplete: String
    var hint: String?
    var error: String?
    var isFocused = false
    var maximumBytes: Int
    /// Whether a script may offer to show what is typed.
    var isRevealable = false
    var look = Look.text

    /// The record of the partial `field`.
    var record: PageRecord {
        [
            "field_name": .text(name),
            "field_label": .text(label),
            "field_type": .text(type),
            "field_value": .text(value),
            "field_autocomplete": .text(autocomplete),
            "field_hint": .optional(hint),
            "field_error": .optional(error),
            "field_described": .flag(hint != nil || error != nil),
            "field_focused": .flag(isFocused),
            "field_revealable": .flag(isRevealable),
            "field_length": .text("\(maximumBytes)"),
            "field_look": .text(look.rawValue),
            "field_numeric": .flag(look == .digits),
        ]
    }
}
