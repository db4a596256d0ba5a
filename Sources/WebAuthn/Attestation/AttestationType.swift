/// What an attestation statement proves, once it was verified (WebAuthn Level 3 section 6.5.3).
package enum AttestationType: Sendable, Equatable {
    /// Nothing.
    case none
    /// That whoever made the statement holds the credential's private key.
    case selfAttestation
    /// What the certificates say, as far as their last one is trusted. The first certifies the attestation key.
    case certified([AttestationCertificate])
}
