/// What an authentication must be: what was asked of the browser, and who we are.
package struct AuthenticationExpectation: Sendable {
    package var relyingParty: RelyingParty
    package var challenge: Challenge
    package var userVerification: UserVerification
    /// The credentials that were offered; empty where the browser was left to find one.
    package var allowedCredentials: [CredentialID]
    package var identification: UserIdentification
    package var clonePolicy: ClonePolicy

    package init(
        relyingParty: RelyingParty,
        challenge: Challenge,
        userVerification: UserVerification,
        allowedCredentials: [CredentialID] = [],
        identification: UserIdentification,
        clonePolicy: ClonePolicy = .refuse
    ) {
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.userVerification = userVerification
        self.allowedCredentials = allowedCredentials
        self.identification = identification
        self.clonePolicy = clonePolicy
    }
}

/// When it was known who signs in (WebAuthn Level 3 section 7.2 step 6).
package enum UserIdentification: Sendable, Hashable {
    /// Before the ceremony, by a name or a session: the record given is one of that user's.
    case beforeCeremony
    /// By the ceremony itself: the reply must say whose passkey it is.
    case byCredential
}

/// What becomes of an authentication whose counter did not grow (WebAuthn Level 3 section 6.1.1).
package enum ClonePolicy: String, Sendable, Hashable, CaseIterable {
    case refuse
    /// It is accepted, and says that a copy of the key may be in use.
    case flag
}
