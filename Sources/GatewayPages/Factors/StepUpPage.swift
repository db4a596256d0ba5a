import GatewayHTTP
import SignIn

/// Asks somebody who is signed in to prove anew who they are, before they do what a stolen session must not.
struct StepUpPage: Page {
    /// What went wrong with the try before.
    enum Trouble: Sendable, Equatable {
        case refused
        case busy
        /// - Parameter minutes: until another try.
        case tooManyTries(minutes: Int)
    }

    static let template = "step_up"

    var place: Place
    /// Of those that are offered.
    var method: SignInFactor
    var methods: [SignInFactor]
    var trouble: Trouble?
    /// Where the method is a passkey.
    var passkey: PasskeyQuestion?
    /// What the person was about to do; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("step_up_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner: String? =
            switch trouble {
            case nil: nil
            case .refused: texts(refusal)
            case .busy: texts("sign_in_busy")
            case .tooManyTries(let minutes): texts("too_many_tries", ["minutes": "\(minutes)"])
            }
        return [
            "lead": .text(texts("step_up_lead_\(method.rawValue)")),
            "banner": banner.map { .record(Banner(tone: .danger, text: $0).record) } ?? false,
            "passkey": passkey.map { .record(prompt($0, texts).record) } ?? false,
            "asks_secret": passkey != nil
                ? false
                : .record([
                    "return_to": .text(returnTo), "method": .text(method.rawValue),
                    "secret": .record(field(texts).record),
                ]),
            "other_ways": .list(
                methods.filter { $0 != method }.map { other in
                    [
                        "other_label": .text(texts("way_\(other.rawValue)")),
                        "other_address": .text(address(other)),
                    ]
                }
            ),
        ]
    }

    private var refusal: String {
        switch method {
        case .password: "step_up_password_refused"
        case .totp, .recoveryCode: "code_refused"
        case .passkey: "passkey_refused"
        }
    }

    private func prompt(_ question: PasskeyQuestion, _ texts: Texts) -> PasskeyPrompt {
        PasskeyPrompt(
            question: question,
            action: "\(place.root)/account/step-up",
            label: texts("use_passkey"),
            failure: texts("passkey_not_used"),
            without: texts("passkey_needs_script"),
            isPrimary: true,
            returnTo: returnTo
        )
    }

    private func field(_ texts: Texts) -> Field {
        guard method == .password else {
            return CodeForm.field(method, error: trouble == .refused ? texts("code_refused_field") : nil, texts)
        }
        return Field(
            name: "password",
            label: texts("password_label"),
            type: "password",
            autocomplete: "current-password",
            error: trouble == .refused ? texts("sign_in_refused_field") : nil,
            isFocused: true,
            maximumBytes: SignInForm.maximumPasswordBytes,
            isRevealable: true
        )
    }

    private func address(_ method: SignInFactor) -> String {
        guard let page = LocalPath("\(place.root)/account/step-up") else { return "/" }
        let chosen = page.adding("method", method.rawValue)
        return (returnTo.isEmpty ? chosen : chosen.adding("return_to", returnTo)).description
    }
}
