package import SignIn
import TokenVerification
import WebAuthn
import Workspaces

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

    /// What an admin is told who can't reset somebody's factors.
    package init(_ rejection: ResetSecondFactors.Rejection) {
        switch rejection {
        case .unknownUser: self.init(.notFound)
        case .oneself: self.init(.invalidRequest, "One's own factors are removed under one's account.")
        case .aboveOwnRole: self = .lacking(Permission.ownersAssign.rawValue)
        }
    }

    /// What somebody is told whose passkey the workspace does not take, with what it takes.
    package init(_ refusal: PasskeyNotAllowed) {
        let names = PasskeyProviders.names(of: refusal.allowed)
        let more = names.count > Self.mostNamed ? ", …" : ""
        self.init(
            .passkeyNotAllowed,
            names.isEmpty
                ? "No make can be proven just now. Ask an admin."
                : "Allowed are: \(names.prefix(Self.mostNamed).joined(separator: ", "))\(more)."
        )
    }

    /// Names in one sentence.
    private static let mostNamed = 20

    /// What an admin is told whose policy on passkeys is not taken.
    package init(_ rejection: ManagePasskeyPolicy.Rejection) {
        switch rejection {
        case .noRoots: self.init(.attestationUnavailable, "It was given no attestation roots at all.")
        case .withoutRoots(let models):
            let names = models.prefix(Self.mostNamed).map(\.description).joined(separator: ", ")
            self.init(.attestationUnavailable, "It was given no root of \(names).")
        case .noModels: self.init(.invalidRequest, "/allowed_models names none, so that nobody could register one.")
        case .tooManyModels:
            self.init(.invalidRequest, "/allowed_models names more than \(PasskeyPolicy.mostModels).")
        }
    }

    /// What the holder of an access token is told that is refused. Only what is no fault of the token's tells more.
    init(_ rejection: TokenRejection) {
        switch rejection {
        case .revocationUnknown: self.init(.revocationUnknown, retryAfter: Faults.unavailableRetry)
        case .keysUnavailable: self.init(.busy, retryAfter: Faults.unavailableRetry)
        case .workspaceSuspended: self.init(ProblemCode.workspaceSuspended)
        case .untrusted, .missingKeyIdentifier, .unknownKey, .wrongType, .malformedClaims, .malformedClaim,
            .wrongIssuer, .wrongAudience, .expired, .lifetimeTooLong, .issuedInFuture, .notYetValid, .wrongWorkspace,
            .revoked:
            self = .noAccess(sent: true)
        }
    }
}
