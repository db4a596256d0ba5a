package import SignIn
import TokenVerification

extension Problem {
    /// What somebody is told whose sign-in is refused: the same, whatever was wrong.
    package init(_ rejection: SignInRejection) {
        switch rejection {
        case .unknownUser, .wrongPassword, .userNotActive: self.init(.invalidCredentials)
        case .workspaceNotActive: self.init(.workspaceSuspended)
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
