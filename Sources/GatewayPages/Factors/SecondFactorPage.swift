import GatewayHTTP
import SignIn

/// The question after the password: the code of a second factor, with another way beside it.
struct SecondFactorPage: Page {
    /// What went wrong with the try before.
    enum Trouble: Sendable, Equatable {
        case refused
        /// - Parameter minutes: until another try.
        case tooManyTries(minutes: Int)
    }

    static let template = "second_factor"

    var place: Place
    /// Of those that are offered.
    var method: SignInFactor
    var methods: [SignInFactor]
    var trouble: Trouble?
    /// Where the method is a passkey.
    var passkey: PasskeyQuestion?
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("second_factor_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner: String? =
            switch trouble {
            case nil: nil
            case .refused: texts(method == .passkey ? "passkey_refused" : "code_refused")
            case .tooManyTries(let minutes): texts("too_many_tries", ["minutes": "\(minutes)"])
            }
        return [
            "lead": .text(texts("second_factor_lead_\(method.rawValue)")),
            "banner": banner.map { .record(Banner(tone: .danger, text: $0).record) } ?? false,
            "return_to": .text(returnTo),
            "passkey": passkey.map { .record(prompt($0, texts).record) } ?? false,
            "asks_code": passkey != nil
                ? false
                : .record([
                    "method": .text(method.rawValue),
                    "return_to": .text(returnTo),
                    "code": .record(
                        CodeForm.field(
                            method,
                            error: trouble == .refused ? texts("code_refused_field") : nil,
                            texts
                        ).record
                    ),
                ]),
            "other_ways": .list(
                methods.filter { $0 != method }.map { other in
                    [
                        "other_label": .text(texts("way_\(other.rawValue)")),
                        "other_address": .text(address(other)),
                    ]
                }
            ),
            "begin_anew": .text("\(place.root)/sign-in"),
        ]
    }

    private func prompt(_ question: PasskeyQuestion, _ texts: Texts) -> PasskeyPrompt {
        PasskeyPrompt(
            question: question,
            action: "\(place.root)/sign-in/second-factor/passkey",
            label: texts("use_passkey"),
            failure: texts("passkey_not_used"),
            without: texts("passkey_needs_script"),
            isPrimary: true,
            returnTo: returnTo
        )
    }

    private func address(_ method: SignInFactor) -> String {
        guard let page = LocalPath("\(place.root)/sign-in/second-factor") else { return "/" }
        let chosen = page.adding("method", method.rawValue)
        return (returnTo.isEmpty ? chosen : chosen.adding("return_to", returnTo)).description
    }
}
