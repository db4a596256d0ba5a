package import Credentials
import WebAuthn
import Workspaces

/// A passkey that was taken into use, and recovery codes where there were none.
package struct EnrolledPasskey: Sendable {
    package let passkey: Passkey
    /// To be shown this once.
    package let codes: [RecoveryCode]
}

/// Takes a passkey into use: by somebody who is signed in, or on the way in.
struct EnrolPasskey: Sendable {
    let passkeys: Passkeys
    let codes: IssueRecoveryCodes
    let notify: NotifyByMail

    /// nil where the reply is refused. Throws ``PasskeyNotAllowed``.
    func callAsFunction(
        _ answer: PasskeyAnswer,
        to spent: SpentPasskeyChallenge,
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
