import Credentials
package import FoundationEssentials
package import Secrets
package import Workspaces

/// Who enrols a factor: somebody signed in, or somebody whose sign-in waits for it.
package enum EnrolmentHolder: Sendable, Equatable {
    case session(SessionID)
    case signIn(SecretHash)
}

/// What an authenticator app is told, once.
package struct TOTPEnrolment: Sendable {
    /// In base32, for whoever types it.
    package let secret: Secret<String>
    /// The `otpauth:` address, for whoever scans it.
    package let uri: Secret<String>

    package init(secret: Secret<String>, uri: Secret<String>) {
        self.secret = secret
        self.uri = uri
    }
}

/// Enrols an authenticator app: the secret is shown, and counts once a code of it has come (attacks 5.2 #15).
package struct EnrolTOTP: Sendable {
    /// Seconds from the showing to the first code.
    package static let lifetime: TimeInterval = 900

    let factors: SecondFactors
    let secrets: SealedTOTPSecrets
    let codes: IssueRecoveryCodes
    let notify: NotifyByMail
    let clock: any WallClock
    let random: any RandomSource

    /// Draws a secret and keeps it until its first code. One that was shown before is void; the app in use stays in use.
    func begin(
        for user: User,
        by holder: EnrolmentHolder,
        in workspace: Workspace,
        _ transaction: WorkspaceTransaction
    ) async throws -> TOTPEnrolment {
        guard let secret = TOTPSecret(random.bytes(TOTPSecret.byteCount)) else { throw NotRandom() }
        try await factors.totp.setPending(
            PendingTOTP(
                sealedSecret: try secrets.seal(secret, of: user.id, in: workspace.id),
                holder: holder,
                expiresAt: clock.now.addingTimeInterval(Self.lifetime)
            ),
            of: user.id,
            in: transaction
        )
        return TOTPEnrolment(
            secret: secret.base32,
            uri: TOTPKeyURI.make(secret, issuer: workspace.name, account: user.email.description)
        )
    }

    /// Takes the app into use where `text` is a code of the secret that this holder was shown.
    ///
    /// - Returns: nil where it is not; else the recovery codes, where the user had none.
    func confirm(
        _ text: String,
        of user: User,
        by holder: EnrolmentHolder,
        in change: WorkspaceChange
    ) async throws -> [RecoveryCode]? {
        let transaction = change.transaction
        let now = clock.now
        guard let code = TOTPCode(text),
            let pending = try await factors.totp.findPending(of: user.id, in: transaction),
            pending.holder == holder, now < pending.expiresAt
        else { return nil }
        let secret = try secrets.open(pending.sealedSecret, of: user.id, in: transaction.workspace)
        guard let step = TOTP.step(of: code, by: secret, at: now.unixSeconds),
            try await factors.totp.removePending(of: user.id, in: transaction)
        else { return nil }
        try await factors.totp.set(
            StoredTOTP(sealedSecret: pending.sealedSecret, confirmedAt: now),
            step: step,
            of: user.id,
            in: change
        )
        try await notify(.factorAdded(.authenticatorApp), to: user.email, in: change.transaction)
        return try await codes.whereNoneAreLeft(of: user.id, in: change)
    }

    /// A random source that gives another number of bytes than it was asked for.
    private struct NotRandom: Error {}
}
