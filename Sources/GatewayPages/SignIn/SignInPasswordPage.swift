import GatewayHTTP

/// The second question of a sign-in. It is asked of every mail address, so that it tells nothing about any.
struct SignInPasswordPage: Page {
    /// What went wrong with the try before.
    enum Trouble: Sendable {
        case missing
        case refused
        case busy
        case tooMany
    }

    static let template = "sign_in_password"

    var place: Place
    var email: String
    var trouble: Trouble?
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("password_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner: String? =
            switch trouble {
            case .missing, nil: nil
            case .refused: texts("sign_in_refused")
            case .busy: texts("sign_in_busy")
            case .tooMany: texts("sign_in_too_many")
            }
        let error: String? =
            switch trouble {
            case .missing: texts("password_missing")
            case .refused: texts("sign_in_refused_field")
            case .busy, .tooMany, nil: nil
            }
        return [
            "banner": banner.map { .record(Banner(tone: .danger, text: $0).record) } ?? false,
            "return_to": .text(returnTo),
            "typed_email": .text(email),
            "change_address": .text(changeAddress),
            "reset_address": .text(resetAddress),
            "password": .record(
                Field(
                    name: "password",
                    label: texts("password_label"),
                    type: "password",
                    autocomplete: "current-password",
                    error: error,
                    isFocused: true,
                    maximumBytes: SignInForm.maximumPasswordBytes,
                    isRevealable: true
                ).record
            ),
        ]
    }

    /// To a new password, without typing the address again.
    private var resetAddress: String {
        LocalPath("\(place.root)/password-reset")?.adding("email", email).description ?? "/"
    }

    /// Back to the first question, without losing where one wanted to go.
    private var changeAddress: String {
        guard let page = LocalPath("\(place.root)/sign-in") else { return "/" }
        return returnTo.isEmpty ? page.description : page.adding("return_to", returnTo).description
    }
}
