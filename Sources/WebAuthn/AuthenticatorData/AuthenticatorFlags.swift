/// The flags of authenticator data (WebAuthn Level 3 section 6.1). Reserved bits are ignored: they may get a meaning.
package struct AuthenticatorFlags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// UP: somebody was there.
    package static let userPresent = AuthenticatorFlags(rawValue: 0x01)
    /// UV: the authenticator knows who.
    package static let userVerified = AuthenticatorFlags(rawValue: 0x04)
    /// BE: the credential can be backed up. Never changes.
    package static let backupEligible = AuthenticatorFlags(rawValue: 0x08)
    /// BS: the credential is backed up now.
    package static let backedUp = AuthenticatorFlags(rawValue: 0x10)
    /// AT: attested credential data follow.
    package static let attestedCredential = AuthenticatorFlags(rawValue: 0x40)
    /// ED: extension data follow.
    package static let extensions = AuthenticatorFlags(rawValue: 0x80)
}
