package import Encoding

/// What somebody is told by mail. A value without secrets and without words: a link's token is made when the mail is sent,
/// and the words are the composer's.
package enum Notice: Sendable, Equatable {
    /// Somebody asked for a new password at this address; whether it is anybody's is found out when the mail is sent.
    case passwordResetAsked
    case passwordChanged
    /// Somebody knew the password and then failed at the second factor again and again.
    case passwordKnownToSomebodyElse
    case factorAdded(NamedFactor)
    case factorRemoved(NamedFactor)
    /// A recovery code was used; so many are left.
    case recoveryCodeUsed(left: Int)
    case recoveryCodesReplaced
    /// An administrator took all second factors away.
    case factorsReset

    /// A second factor, as a person knows it.
    package enum NamedFactor: Sendable, Equatable {
        case authenticatorApp
        /// By the name that its holder gave it.
        case passkey(String)
    }
}

/// How a notice is kept between the change that it tells of and the mail.
extension Notice {
    /// The kind's stable name, and its values.
    package var record: (kind: String, values: JSONObject) {
        switch self {
        case .passwordResetAsked: ("password_reset_asked", [:])
        case .passwordChanged: ("password_changed", [:])
        case .passwordKnownToSomebodyElse: ("password_known_to_somebody_else", [:])
        case .factorAdded(let factor): ("factor_added", factor.values)
        case .factorRemoved(let factor): ("factor_removed", factor.values)
        case .recoveryCodeUsed(let left): ("recovery_code_used", ["left": .number(JSONNumber(left))])
        case .recoveryCodesReplaced: ("recovery_codes_replaced", [:])
        case .factorsReset: ("factors_reset", [:])
        }
    }

    /// The notice that was kept so; nil for what ``record`` never gives.
    package init?(kind: String, values: JSONObject) {
        switch kind {
        case "password_reset_asked": self = .passwordResetAsked
        case "password_changed": self = .passwordChanged
        case "password_known_to_somebody_else": self = .passwordKnownToSomebodyElse
        case "factor_added":
            guard let factor = NamedFactor(values) else { return nil }
            self = .factorAdded(factor)
        case "factor_removed":
            guard let factor = NamedFactor(values) else { return nil }
            self = .factorRemoved(factor)
        case "recovery_code_used":
            guard let left = values["left"]?.integer.flatMap({ Int(exactly: $0) }) else { return nil }
            self = .recoveryCodeUsed(left: left)
        case "recovery_codes_replaced": self = .recoveryCodesReplaced
        case "factors_reset": self = .factorsReset
        default: return nil
        }
    }
}

extension Notice.NamedFactor {
    fileprivate var values: JSONObject {
        switch self {
        case .authenticatorApp: ["factor": "authenticator_app"]
        case .passkey(let name): ["factor": "passkey", "name": .string(name)]
        }
    }

    fileprivate init?(_ values: JSONObject) {
        switch (values["factor"]?.string, values["name"]?.string) {
        case ("authenticator_app", nil): self = .authenticatorApp
        case ("passkey", let name?): self = .passkey(name)
        default: return nil
        }
    }
}
