/// What was stored of a credential, as far as an authentication is checked against it (WebAuthn Level 3 section 4,
/// "credential record").
package struct CredentialRecord: Sendable {
    package let id: CredentialID
    package let publicKey: COSEKey
    package let signCount: UInt32
    package let isBackupEligible: Bool
    /// The handle of the account that owns it; nil where none was given to the authenticator.
    package let userHandle: UserHandle?

    package init(
        id: CredentialID,
        publicKey: COSEKey,
        signCount: UInt32,
        isBackupEligible: Bool,
        userHandle: UserHandle?
    ) {
        self.id = id
        self.publicKey = publicKey
        self.signCount = signCount
        self.isBackupEligible = isBackupEligible
        self.userHandle = userHandle
    }
}
