package import Credentials
import WebAuthn
package import Workspaces

/// A passkey that was taken into use, and recovery codes where there were none.
package struct EnrolledPasskey: Sendable {
    package let passkey: Passkey
    /// To be shown this once.
    package let codes: [RecoveryCode]
}

/// Takes a passkey into use: by somebody who is signed in, or on the way in.
package struct EnrolPasskey: Sendable {
    let passkeys: Passkeys
    private let codes: IssueRecoveryCodes
    private let notify: NotifyByMail

    package init(passkeys: Passkeys, codes: IssueRecoveryCodes, notify: NotifyByMail) {
        self.passkeys = passkeys
        self.codes = codes
        self.notify = notify
    }

    /// nil where the reply is refused. Throws ``PasskeyNotAllowed``.
    func callAsFunction(
        _ answer: PasskeyAnswer,
        to spent: Passkeys.SpentChallenge,
        named name: PasskeyName?,
        of user: User,
        in change: WorkspaceChange
    ) async throws -> EnrolledPasskey? {
        guard let passkey = try await passkeys.register(answer, to: spent, named: name, of: user.id, in: change)
        else { return nil }
        try await notify(.factorAdded(.passkey(passkey.name.description)), to: user.email, in: change.transaction)
        return EnrolledPasskey(passkey: passkey, codes: try await codes.whereNoneAreLeft(of: user.id, in: change))
    }
}
