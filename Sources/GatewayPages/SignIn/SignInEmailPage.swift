import SignIn
import Workspaces

/// The first question of a sign-in: who are you?
struct SignInEmailPage: Page {
    /// What somebody may come from.
    enum News: String, Sendable {
        case signedOut = "signed_out"
        case passwordSet = "password_was_set"
    }

    /// What became of a passkey.
    enum PasskeyTrouble: String, Sendable {
        case refused
        case unverified
        /// It was made in another workspace, which this is.
        case elsewhere
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
    var passkeyTrouble: PasskeyTrouble?
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("sign_in_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner: Banner? =
            if hasExpired {
                Banner(tone: .danger, text: texts("sign_in_expired"))
            } else if let passkeyTrouble {
                Banner(
                    tone: passkeyTrouble == .elsewhere ? .success : .danger,
                    text: texts(
                        "passkey_trouble_\(passkeyTrouble.rawValue)",
                        ["workspace": place.workspace?.name ?? ""]
                    )
                )
            } else {
                news.map { Banner(tone: .success, text: texts($0.rawValue)) }
            }
        return [
            "sign_in_lead": .text(texts("sign_in_lead", ["workspace": place.workspace?.name ?? ""])),
            "banner": banner.map { .record($0.record) } ?? false,
            "return_to": .text(returnTo),
            "passkey": .record(prompt(texts).record(texts)),
            "email": .record(
                Field(
                    name: "email",
                    label: texts("email_label"),
                    type: "email",
                    value: email,
                    autocomplete: "username webauthn",
                    error: isRefused ? texts("email_error") : nil,
                    isFocused: true,
                    maximumBytes: SignInForm.maximumEmailBytes
                ).record
            ),
        ]
    }

    /// For the browser's list of passkeys and for the button.
    private func prompt(_ texts: Texts) -> PasskeyPrompt {
        PasskeyPrompt(
            question: .fetched(from: "\(place.root)/api/v1/sign-in/passkey/options"),
            action: "\(place.root)/sign-in/passkey",
            label: texts("sign_in_with_passkey"),
            failure: texts("passkey_not_used"),
            isAutofilled: true,
            returnTo: returnTo
        )
    }
}
