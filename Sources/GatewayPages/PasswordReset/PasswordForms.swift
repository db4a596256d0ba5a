import Credentials
import GatewayHTTP

/// The fields with which a password is chosen.
enum PasswordForms {
    static let newPassword: [FormField] = [
        .required("new_password", maximumBytes: SignInForm.maximumPasswordBytes, "The password that is chosen.")
    ]

    /// The field, with what is wrong with what was typed.
    static func field(_ texts: Texts, violation: PasswordPolicyViolation?) -> Field {
        Field(
            name: "new_password",
            label: texts("new_password_label"),
            type: "password",
            autocomplete: "new-password",
            hint: texts("new_password_hint", ["characters": "\(PasswordPolicy.singleFactorMinimum)"]),
            error: violation.map { advice($0, texts) },
            isFocused: true,
            maximumBytes: SignInForm.maximumPasswordBytes,
            isRevealable: true
        )
    }

    /// What to do about it.
    static func advice(_ violation: PasswordPolicyViolation, _ texts: Texts) -> String {
        switch violation {
        case .tooShort(let minimum): texts("new_password_too_short", ["characters": "\(minimum)"])
        case .tooLong: texts("new_password_too_long")
        case .unassignedCharacter, .controlCharacter: texts("new_password_strange_character")
        case .repetitive, .common: texts("new_password_common")
        case .ownName: texts("new_password_own_name")
        }
    }
}
