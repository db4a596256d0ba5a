/// The ways in which somebody can prove who they are: one list, over which every decision is an exhaustive `switch`.
package enum SignInFactor: String, Sendable, CaseIterable {
    case password
    case totp
    case recoveryCode = "recovery_code"

    /// Whether it is asked for after another one.
    package var isSecond: Bool {
        switch self {
        case .password: false
        case .totp, .recoveryCode: true
        }
    }

    /// What tokens say of it (RFC 8176 section 2). A recovery code is a one-time password like any other.
    var method: AuthenticationMethod {
        switch self {
        case .password: .password
        case .totp, .recoveryCode: .oneTimePassword
        }
    }
}

/// What somebody has proved so far, in the order of proving.
package struct ProvenFactors: Sendable, Equatable {
    package let factors: [SignInFactor]

    package init(_ factors: [SignInFactor]) {
        self.factors = factors
    }

    package func adding(_ factor: SignInFactor) -> ProvenFactors {
        factors.contains(factor) ? self : ProvenFactors(factors + [factor])
    }

    /// Whether a first and a second factor are among them.
    package var areMultiple: Bool {
        factors.contains { !$0.isSecond } && factors.contains { $0.isSecond }
    }

    /// The session's methods, each once, and `mfa` where they are multiple.
    package var methods: [AuthenticationMethod] {
        AuthenticationMethod.merged(factors.map(\.method) + (areMultiple ? [.multipleFactors] : []))
    }
}
