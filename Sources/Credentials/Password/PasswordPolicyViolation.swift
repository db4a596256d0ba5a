/// Why a password can't be chosen. SP 800-63B-4 section 3.1.1.2 asks that the person is told which rule it was.
package enum PasswordPolicyViolation: Error, Equatable, Sendable {
    /// More than ``PasswordPolicy/maximumBytes``.
    case tooLong
    /// A control character, such as NUL or a line break.
    case controlCharacter
    /// A code point that Unicode has not assigned.
    case unassignedCharacter
    /// Fewer characters than the policy asks for.
    case tooShort(minimumCharacters: Int)
    /// One of the passwords that everybody tries first, or little more than a few such words, years and runs in a row.
    case common
    /// One short piece said again and again.
    case repetitive
    /// Little more than the person's, the workspace's or the product's own name.
    case ownName

    /// A stable name for answers and logs.
    package var code: String {
        switch self {
        case .tooLong: "password_too_long"
        case .controlCharacter: "password_control_character"
        case .unassignedCharacter: "password_unassigned_character"
        case .tooShort: "password_too_short"
        case .common: "password_common"
        case .repetitive: "password_repetitive"
        case .ownName: "password_own_name"
        }
    }
}
