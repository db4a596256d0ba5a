/// A registration that passed every check: the credential record of WebAuthn Level 3 section 7.1 step 28, to be stored.
///
/// Step 27 is owed by who stores it: the credential ID may not be registered for any user yet. A unique index decides.
package struct VerifiedRegistration: Sendable {
    package let credentialID: CredentialID
    /// The public key as COSE, to be stored as it is and read by ``COSEKey``.
    package let publicKey: COSEKey
    package let signCount: UInt32
    /// Whether the authenticator knew who registered it.
    package let isUserVerified: Bool
    package let isBackupEligible: Bool
    package let isBackedUp: Bool
    /// How the authenticator can be reached, for later `allowCredentials`; unknown words included.
    package let transports: [String]
    /// The model; proven only as far as `attestation` goes.
    package let aaguid: AAGUID
    package let attestationFormat: AttestationFormat
    package let attestation: AttestationType

    /// The credential ID is shorter than the standard asks of authenticators (attacks 4.1 #12).
    package var hasShortID: Bool { credentialID.bytes.count < CredentialID.soundBytes }

    init(
        _ reply: RegistrationReply,
        _ data: AuthenticatorData,
        _ attested: AttestedCredential,
        _ format: AttestationFormat,
        _ attestation: AttestationType
    ) {
        credentialID = attested.id
        publicKey = attested.publicKey
        signCount = data.signCount
        isUserVerified = data.flags.contains(.userVerified)
        isBackupEligible = data.flags.contains(.backupEligible)
        isBackedUp = data.flags.contains(.backedUp)
        transports = reply.transports
        aaguid = attested.aaguid
        attestationFormat = format
        self.attestation = attestation
    }
}
