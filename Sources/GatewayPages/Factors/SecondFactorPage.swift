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
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("second_factor_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner: String? =
            switch trouble {
            case nil: nil
            case .refused: texts("code_refused")
            case .tooManyTries(let minutes): texts("too_many_tries", ["minutes": "\(minutes)"])
            }
        return [
            "lead": .text(texts("second_factor_lead_\(method.rawValue)")),
            "banner": banner.map { .record(Banner(tone: .danger, text: $0).record) } ?? false,
            "return_to": .text(returnTo),
            "method": .text(method.rawValue),
            "code": .record(
                CodeForm.field(method, error: trouble == .refused ? texts("code_refused_field") : nil, texts).record
            ),
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

    private func address(_ method: SignInFactor) -> String {
        guard let page = LocalPath("\(place.root)/sign-in/second-factor") else { return "/" }
        let chosen = page.adding("method", method.rawValue)
        return (returnTo.isEmpty ? chosen : chosen.adding("return_to", returnTo)).description
    }
}
