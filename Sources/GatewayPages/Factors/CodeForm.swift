import Credentials
import GatewayHTTP
import SignIn

/// The form that takes a second factor's code.
enum CodeForm {
    static let fields: [FormField] = [
        .required("code", maximumBytes: RecoveryCode.maximumTypedBytes, "As it was read or written down."),
        .optional("method", maximumBytes: 32, "Which factor it is of; the first that is offered where absent."),
        .optional("return_to", maximumBytes: LocalPath.maximumBytes, "Where to go then: a path of this server."),
    ]

    /// The factor that the text names, where it is one that is offered; else the first that is.
    static func method(_ text: String?, among offered: [SignInFactor]) -> SignInFactor? {
        text.flatMap { SignInFactor(rawValue: $0) }.flatMap { offered.contains($0) ? $0 : nil } ?? offered.first
    }

    /// nil for a factor that is not answered by a code.
    static func answer(_ code: String, to method: SignInFactor) -> FactorAnswer? {
        switch method {
        case .totp: .totp(code)
        case .recoveryCode: .recoveryCode(code)
        case .password, .passkey: nil
        }
    }

    /// The field for a code of that factor.
    static func field(_ method: SignInFactor, error: String?, _ texts: Texts) -> Field {
        switch method {
        case .recoveryCode:
            Field(
                name: "code",
                label: texts("recovery_code_label"),
                autocomplete: "off",
                hint: texts("recovery_code_hint"),
                error: error,
                isFocused: true,
                maximumBytes: RecoveryCode.maximumTypedBytes,
                look: .letters
            )
        case .totp, .password, .passkey:
            Field(
                name: "code",
                label: texts("code_label"),
                autocomplete: "one-time-code",
                hint: texts("code_hint"),
                error: error,
                isFocused: true,
                maximumBytes: TOTPCode.digitCount,
                look: .digits
            )
        }
    }
}
