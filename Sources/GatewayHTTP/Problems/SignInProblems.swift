package import SignIn
import TokenVerification

extension Problem {
    /// What somebody is told whose sign-in is refused: the same, whatever was wrong.
    package init(_ rejection: SignInRejection) {
        switch rejection {
        case .unknownUser, .wrongPassword, .userNotActive, .wrongCode, .wrongPasskey: self.init(.invalidCredentials)
        case .verificationDemanded: self.init(.userVerificationRequired)
        case .unknownTransaction: self.init(.signInExpired)
        case .workspaceNotActive: self.init(.workspaceSuspended)
        }
    }

    /// What somebody is told whose fresh proof is not taken.
    package init(_ rejection: StepUpRejection) {
        switch rejection {
        case .wrongPassword, .wrongCode: self.init(.invalidCredentials)
        case .methodNotAccepted: self.init(.invalidRequest, "Your account proves itself by another factor.")
        case .sessionOver: self = .noAccess(sent: true)
        }
    }

    /// What somebody is told whose factors stay as they are.
    package init(_ rejection: FactorRejection) {
        switch rejection {
        case .wrongCode: self.init(ProblemCode.wrongCode)
        case .wrongPasskey: self.init(ProblemCode.wrongPasskey)
        case .notEnrolled: self.init(.notFound)
        case .demanded: self.init(.secondFactorDemanded)
        case .userNotActive: self = .noAccess(sent: true)
        }
    }

    /// What the holder of an access token is told that is refused. Only what is no fault of the token's tells more.
    init(_ rejection: TokenRejection) {
        switch rejection {
        case .revocationUnknown: self.init(.revocationUnknown, retryAfter: Faults.unavailableRetry)
        case .keysUnavailable: self.init(.busy, retryAfter: Faults.unavailableRetry)
        case .untrusted, .missingKeyIdentifier, .unknownKey, .wrongType, .malformedClaims, .malformedClaim,
            .wrongIssuer, .wrongAudience, .expired, .lifetimeTooLong, .issuedInFuture, .notYetValid, .wrongWorkspace,
            .revoked:
            self = .noAccess(sent: true)
        }
    }
}
