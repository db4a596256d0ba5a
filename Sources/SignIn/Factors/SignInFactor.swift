/// The ways in which somebody can prove who they are: one list, over which every decision is an exhaustive `switch`.
package enum SignInFactor: String, Sendable, CaseIterable {
    case password
    case totp
    case recoveryCode = "recovery_code"
    case passkey

    /// Whether it is asked for after another one.
    package var isSecond: Bool {
        switch self {
        case .password: false
        case .totp, .recoveryCode, .passkey: true
        }
    }

    /// What tokens say of it (RFC 8176 section 2). A recovery code is a one-time password like any other.
    var method: AuthenticationMethod {
        switch self {
        case .password: .password
        case .totp, .recoveryCode: .oneTimePassword
        case .passkey: .proofOfPossession
        }
    }
}

/// What somebody has proved so far, in the order of proving.
package struct ProvenFactors: Sendable, Equatable {
    package let factors: [SignInFactor]
    /// Whether the passkey among them knew who used it: it is both factors then.
    package let isUserVerified: Bool

    package init(_ factors: [SignInFactor], isUserVerified: Bool = false) {
        self.factors = factors
        self.isUserVerified = isUserVerified
    }

    package func adding(_ factor: SignInFactor) -> ProvenFactors {
        factors.contains(factor) ? self : ProvenFactors(factors + [factor], isUserVerified: isUserVerified)
    }

    /// Whether there are two of them, or one that is two.
    package var areMultiple: Bool { isUserVerified || factors.count > 1 }

    /// The session's methods, each once, and `mfa` where they are multiple.
    package var methods: [AuthenticationMethod] {
        AuthenticationMethod.merged(
            factors.map(\.method) + (isUserVerified ? [.userVerified] : []) + (areMultiple ? [.multipleFactors] : [])
        )
    }
}
