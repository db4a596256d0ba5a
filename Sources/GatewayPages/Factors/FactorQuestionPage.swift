import GatewayHTTP
import SignIn
import Workspaces

/// Asks for one factor, with another way beside it: after the password, and of somebody signed in before what a stolen
/// session must not do.
struct FactorQuestionPage: Page {
    /// When it is asked.
    enum Occasion: String, Sendable {
        case signIn = "second_factor"
        case stepUp = "step_up"
    }

    /// What went wrong with the try before.
    enum Trouble: Sendable, Equatable {
        case refused
        case busy
        /// - Parameter minutes: until another try.
        case tooManyTries(minutes: Int)
    }

    static let template = "factor_question"

    var occasion: Occasion
    var place: Place
    /// Of those that are offered.
    var method: SignInFactor
    var methods: [SignInFactor]
    var trouble: Trouble?
    /// Whose session sent something that was not kept, and is to send it once more; nil where nothing was sent.
    var unsavedOf: SessionID?
    /// Where the method is a passkey.
    var passkey: PasskeyQuestion?
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("\(occasion.rawValue)_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "heading_text": .text(title(texts)),
            "lead": .text(texts("\(occasion.rawValue)_lead_\(method.rawValue)")),
            "banner": banner(texts).map { .record($0.record) } ?? false,
            "passkey": passkey.map { .record(prompt($0, texts).record(texts)) } ?? false,
            "asks_secret": passkey != nil
                ? false
                : .record([
                    "answer_address": .text(address),
                    "return_to": .text(returnTo),
                    "method": .text(method.rawValue),
                    "secret": .record(field(texts).record),
                    "answer_label": .text(texts(occasion == .signIn ? "sign_in" : "continue")),
                ]),
            "other_ways": .list(
                methods.filter { $0 != method }.map { other in
                    ["way_label": .text(texts("way_\(other.rawValue)")), "way_address": .text(address(of: other))]
                }
                    + [["way_label": .text(texts(leaving.label)), "way_address": .text(leaving.address)]]
            ),
        ]
    }

    private func banner(_ texts: Texts) -> Banner? {
        switch trouble {
        case nil: unsavedOf == nil ? nil : Banner(tone: .note, text: texts("step_up_unsaved"))
        case .refused: Banner(tone: .danger, text: texts(refusal))
        case .busy: Banner(tone: .danger, text: texts("sign_in_busy"))
        case .tooManyTries(let minutes):
            Banner(tone: .danger, text: texts("too_many_tries", ["minutes": "\(minutes)"]))
        }
    }

    private var address: String {
        switch occasion {
        case .signIn: "\(place.root)/sign-in/second-factor"
        case .stepUp: "\(place.root)/account/step-up"
        }
    }

    /// The way of somebody who answers nothing.
    private var leaving: (label: String, address: String) {
        switch occasion {
        case .signIn: ("begin_anew_label", "\(place.root)/sign-in")
        case .stepUp: ("back_to_account", "\(place.root)/account")
        }
    }

    private var refusal: String {
        switch method {
        case .password: "step_up_password_refused"
        case .totp: "code_refused"
        case .recoveryCode: "recovery_code_refused"
        case .passkey: "passkey_refused"
        }
    }

    private func prompt(_ question: PasskeyQuestion, _ texts: Texts) -> PasskeyPrompt {
        PasskeyPrompt(
            question: .asked(question),
            action: occasion == .signIn ? "\(address)/passkey" : address,
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

    private func address(of method: SignInFactor) -> String {
        guard let page = LocalPath(address) else { return "/" }
        let told = unsavedOf.map { page.telling("unsaved", "1", to: $0) } ?? page
        let chosen = told.adding("method", method.rawValue)
        return (returnTo.isEmpty ? chosen : chosen.adding("return_to", returnTo)).description
    }
}
