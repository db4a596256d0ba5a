import Workspaces

/// The first question of a sign-in: who are you?
struct SignInEmailPage: Page {
    /// What somebody may come from.
    enum News: String, Sendable {
        case signedOut = "signed_out"
        case passwordSet = "password_was_set"
    }

    static let template = "sign_in_email"

    var place: Place
    /// What was typed before.
    var email = ""
    /// Whether what was typed is no mail address.
    var isRefused = false
    /// What was done just now.
    var news: News?
    /// Whether a sign-in that had begun is over.
    var hasExpired = false
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("sign_in_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner =
            hasExpired
            ? Banner(tone: .danger, text: texts("sign_in_expired"))
            : news.map { Banner(tone: .success, text: texts($0.rawValue)) }
        return [
            "sign_in_lead": .text(texts("sign_in_lead", ["workspace": place.workspace?.name ?? ""])),
            "banner": banner.map { .record($0.record) } ?? false,
            "return_to": .text(returnTo),
            "email": .record(
                Field(
                    name: "email",
                    label: texts("email_label"),
                    type: "email",
                    value: email,
                    autocomplete: "username",
                    error: isRefused ? texts("email_error") : nil,
                    isFocused: true,
                    maximumBytes: SignInForm.maximumEmailBytes
                ).record
            ),
        ]
    }
}
