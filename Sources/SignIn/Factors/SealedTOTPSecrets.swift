import Credentials
import Secrets
package import Workspaces

/// Opens and seals the secrets of authenticator apps, each bound to its user: bytes that are moved to another user's row,
/// or to another workspace, don't open (attacks 5.2 #15).
package struct SealedTOTPSecrets: Sendable {
    let sealing: Sealing

    func seal(_ secret: TOTPSecret, of user: UserID, in workspace: WorkspaceID) throws -> [UInt8] {
        try sealing.seal(secret.bytes.expose(), for: Self.purpose(user, workspace))
    }

    /// Throws `SealingError` where the bytes are not what was sealed for that user.
    func open(_ sealed: [UInt8], of user: UserID, in workspace: WorkspaceID) throws(SealingError) -> TOTPSecret {
        guard let secret = TOTPSecret(try sealing.open(sealed, for: Self.purpose(user, workspace))) else {
            throw .cannotOpen
        }
        return secret
    }

    private static func purpose(_ user: UserID, _ workspace: WorkspaceID) -> String {
        purpose(user.description, workspace)
    }

    /// What the secret of the user of that id is sealed for.
    package static func purpose(_ user: String, _ workspace: WorkspaceID) -> String { "totp/\(workspace)/\(user)" }
}
