/// A sentence at the top of a page: what went wrong, or what was done.
struct Banner: Sendable {
    /// What a banner says of the thing.
    enum Tone: String, Sendable {
        case success
        case danger
        /// Something to know, that is neither.
        case note
    }

    var tone: Tone
    var text: String

    /// The record of the partial `banner`. What went wrong is told at once by screen readers.
    var record: PageRecord {
        [
            "banner_tone": .text(tone.rawValue), "banner_text": .text(text),
            "banner_role": tone == .danger ? "alert" : "status",
        ]
    }
}
