package import FoundationEssentials
package import WebAuthn
package import Workspaces

/// The passkeys of a workspace's users, and the names that authenticators know the users by.
package protocol PasskeyStorage: Sendable {
    /// False where the credential is somebody's already: the unique index decides (WebAuthn Level 3 section 7.1 step 27,
    /// attacks 4.1 #22).
    func insert(_ passkey: Passkey, in change: WorkspaceChange) async throws -> Bool
    func find(_ credential: CredentialID, in transaction: WorkspaceTransaction) async throws -> Passkey?
    /// Oldest first.
    func list(of user: UserID, in transaction: WorkspaceTransaction) async throws -> [Passkey]
    /// Writes down a use, where the counter still stands where it was read: false where another use came first (attacks 4.2
    /// #34). Operational, as the sign-in is audited.
    func use(_ passkey: Passkey, _ use: PasskeyUse, in transaction: WorkspaceTransaction) async throws -> Bool
    /// False where the user has no such passkey.
    func rename(_ id: PasskeyID, of user: UserID, to name: PasskeyName, in change: WorkspaceChange) async throws -> Bool
    /// The removed one; nil where the user has no such passkey.
    func remove(_ id: PasskeyID, of user: UserID, in change: WorkspaceChange) async throws -> PasskeyName?
    func removeAllPasskeys(of user: UserID, in change: WorkspaceChange) async throws
    /// The user's handle, which is `fresh` where there was none before.
    func handle(
        of user: UserID,
        otherwise fresh: UserHandle,
        in transaction: WorkspaceTransaction
    ) async throws -> UserHandle
    func findHandle(of user: UserID, in transaction: WorkspaceTransaction) async throws -> UserHandle?
}

/// What a use changes of a passkey.
package struct PasskeyUse: Sendable {
    package let signCount: UInt32
    package let isBackedUp: Bool
    package let verifiesUser: Bool
    package let at: Date
}
