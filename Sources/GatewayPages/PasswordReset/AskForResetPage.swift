/// Asks to which address a link is to be mailed; then says that it was, whoever's address it is.
struct AskForResetPage: Page {
    static let template = "ask_for_reset"

    var place: Place
    var email = ""
    /// Whether what was typed is no mail address.
    var isRefused = false
    /// Whether it was asked for: the question is not put again.
    var isDone = false

    func title(_ texts: Texts) -> String { texts(isDone ? "reset_sent_title" : "reset_title") }

    func record(_ texts: Texts) -> PageRecord {
        let field = Field(
            name: "email",
            label: texts("email_label"),
            type: "email",
            value: email,
            autocomplete: "username",
            error: isRefused ? texts("email_error") : nil,
            isFocused: true,
            maximumBytes: SignInForm.maximumEmailBytes
        )
        return [
            "reset_heading": .text(title(texts)),
            "reset_text": .text(isDone ? texts("reset_sent_lead", ["email": email]) : texts("reset_lead")),
            "email": isDone ? false : .record(field.record),
        ]
    }
}
