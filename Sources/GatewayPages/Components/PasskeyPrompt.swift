import Encoding
import Secrets
import SignIn

/// A button that asks the authenticator, and the form in which its reply is sent. A script shows it where the browser knows
/// passkeys.
struct PasskeyPrompt: Sendable {
    /// How the script comes by what it asks the authenticator.
    enum Question: Sendable {
        case asked(PasskeyQuestion)
        /// Fetched from that address when the browser is about to ask. Who runs no script makes no challenge.
        case fetched(from: String)
    }

    var question: Question
    /// Where the reply goes.
    var action: String
    var label: String
    /// What is said where nothing came of it.
    var failure: String
    /// What is said where no script runs; nil where there are other ways beside it.
    var without: String?
    var isPrimary = false
    /// Whether the browser offers passkeys in the page's field for the mail address.
    var isAutofilled = false
    var returnTo = ""

    /// Names of models that one sentence holds.
    private static let mostNamed = 12

    /// The record of the partial `passkey_prompt`.
    func record(_ texts: Texts) -> PageRecord {
        [
            "passkey_allowed": .optional(allowed(texts)),
            "passkey_action": .text(action),
            "passkey_kind": .text(asked?.isRegistration == true ? "create" : "get"),
            "passkey_options": .optional(asked?.options.text),
            "passkey_question": .optional(address),
            "passkey_transaction": .text(asked?.transaction?.expose() ?? ""),
            "passkey_return": .text(returnTo),
            "passkey_button": .text(label),
            "passkey_look": .text(isPrimary ? "primary" : "secondary"),
            "passkey_failure": .text(failure),
            "passkey_without": .optional(without),
            "passkey_autofilled": .flag(isAutofilled),
        ]
    }

    private var asked: PasskeyQuestion? {
        if case .asked(let question) = question { question } else { nil }
    }

    private var address: String? {
        if case .fetched(let address) = question { address } else { nil }
    }

    /// Which makes the workspace takes, where it does not take all.
    private func allowed(_ texts: Texts) -> String? {
        guard let models = asked?.allowedModels else { return nil }
        let names = PasskeyProviders.names(of: models)
        guard !names.isEmpty else { return texts("passkey_allowed_none") }
        let some = names.prefix(Self.mostNamed).joined(separator: ", ")
        return texts("passkey_allowed", ["models": names.count > Self.mostNamed ? "\(some), …" : some])
    }
}
