/// Verifies an authentication by WebAuthn Level 3 section 7.2, steps 5 to 23; the steps before are the caller's request,
/// step 24 the caller's storage.
package struct AuthenticationVerifier: Sendable {
    private let expectation: AuthenticationExpectation

    package init(_ expectation: AuthenticationExpectation) {
        self.expectation = expectation
    }

    /// Throws ``WebAuthnRejection`` at the first step that fails.
    ///
    /// - Parameter record: what is stored under the reply's credential ID; where the user was identified before, among that
    ///   user's credentials.
    package func verify(
        _ reply: AuthenticationReply,
        against record: CredentialRecord
    ) throws(WebAuthnRejection) -> VerifiedAuthentication {
        try checkOffered(reply)
        try checkOwner(reply, record)
        // Steps 7 to 14.
        let clientData = try CollectedClientData(parsing: reply.clientDataJSON)
        try ClientDataChecks.judge(clientData, .authentication, expectation.challenge, expectation.relyingParty)
        // Steps 15 to 18.
        let data = try AuthenticatorData(parsing: reply.authenticatorData)
        try AuthenticatorDataChecks.checkRelyingParty(data, expectation.relyingParty)
        try AuthenticatorDataChecks.checkPresence(data)
        try AuthenticatorDataChecks.checkVerification(data, expectation.userVerification)
        try AuthenticatorDataChecks.checkBackupState(data)
        try checkBackupEligibility(data, record)
        try checkSignature(of: reply, over: reply.authenticatorData + clientData.hash, by: record.publicKey)
        return VerifiedAuthentication(
            credentialID: record.id,
            signCount: data.signCount,
            isUserVerified: data.flags.contains(.userVerified),
            isBackedUp: data.flags.contains(.backedUp),
            isPossibleClone: try isPossibleClone(data, record)
        )
    }

    /// Step 5.
    private func checkOffered(_ reply: AuthenticationReply) throws(WebAuthnRejection) {
        let offered = expectation.allowedCredentials
        guard offered.isEmpty || offered.contains(reply.credentialID) else {
            throw WebAuthnRejection(.credentialNotOffered)
        }
    }

    /// Step 6.
    private func checkOwner(_ reply: AuthenticationReply, _ record: CredentialRecord) throws(WebAuthnRejection) {
        guard reply.credentialID == record.id else { throw WebAuthnRejection(.credentialUnknown) }
        if expectation.identification == .byCredential, reply.userHandle == nil {
            throw WebAuthnRejection(.userHandleMissing)
        }
        guard reply.userHandle == nil || reply.userHandle == record.userHandle else {
            throw WebAuthnRejection(.userHandle)
        }
    }

    /// Step 19, in both directions: the flag never changes (section 6.1.3).
    private func checkBackupEligibility(
        _ data: AuthenticatorData,
        _ record: CredentialRecord
    ) throws(WebAuthnRejection) {
        guard data.flags.contains(.backupEligible) == record.isBackupEligible else {
            throw WebAuthnRejection(.backupEligibility)
        }
    }

    /// Steps 21 and 22: over the bytes as received, by the key and the algorithm of the record (attacks 4.2 #32).
    private func checkSignature(
        of reply: AuthenticationReply,
        over message: [UInt8],
        by key: COSEKey
    ) throws(WebAuthnRejection) {
        switch COSESignature.judge(reply.signature, of: message, by: key.verification, algorithm: key.algorithm) {
        case .valid: return
        case .malformed: throw WebAuthnRejection(.signatureMalformed)
        case .invalid: throw WebAuthnRejection(.signature)
        }
    }

    /// Step 23, after the signature: before it the counter is anybody's word (attacks 4.2 #34).
    private func isPossibleClone(
        _ data: AuthenticatorData,
        _ record: CredentialRecord
    ) throws(WebAuthnRejection) -> Bool {
        guard data.signCount != 0 || record.signCount != 0, data.signCount <= record.signCount else { return false }
        guard expectation.clonePolicy == .flag else { throw WebAuthnRejection(.signCount) }
        return true
    }
}
