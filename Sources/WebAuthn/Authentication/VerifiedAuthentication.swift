/// An authentication that passed every check, and the new state of its record (WebAuthn Level 3 section 7.2 step 24).
///
/// The state is stored once the caller's own checks have passed as well, by one statement that asks for the old counter:
/// of two authentications at once only one may win.
package struct VerifiedAuthentication: Sendable, Equatable {
    package let credentialID: CredentialID
    /// The counter of the reply.
    package let signCount: UInt32
    /// Whether the authenticator knew who it was: without it this is proof of possession alone.
    package let isUserVerified: Bool
    package let isBackedUp: Bool
    /// The counter did not grow. False wherever the policy refuses that.
    package let isPossibleClone: Bool
}
