/// Verifies a registration by WebAuthn Level 3 section 7.1, steps 5 to 26; the steps before are the caller's request, those
/// after it the caller's storage.
package struct RegistrationVerifier: Sendable {
    private let expectation: RegistrationExpectation

    package init(_ expectation: RegistrationExpectation) {
        self.expectation = expectation
    }

    /// Throws ``WebAuthnRejection`` at the first step that fails.
    ///
    /// - Parameter now: the moment at which certificates are judged, in seconds since 1970. Counts only where the policy has
    ///   roots.
    package func verify(
        _ reply: RegistrationReply,
        at now: Int64
    ) async throws(WebAuthnRejection) -> VerifiedRegistration {
        // Steps 5 to 11.
        let clientData = try CollectedClientData(parsing: reply.clientDataJSON)
        try ClientDataChecks.judge(clientData, .registration, expectation.challenge, expectation.relyingParty)
        // Steps 12 and 13.
        let object = try AttestationObject(parsing: reply.attestationObject)
        let data = object.authenticatorData
        // Steps 14 to 17.
        try AuthenticatorDataChecks.checkRelyingParty(data, expectation.relyingParty)
        if !expectation.isConditional { try AuthenticatorDataChecks.checkPresence(data) }
        try AuthenticatorDataChecks.checkVerification(data, expectation.userVerification)
        try AuthenticatorDataChecks.checkBackupState(data)
        let attested = try attestedCredential(of: data, for: reply)
        // Step 20.
        guard expectation.algorithms.contains(attested.publicKey.algorithm) else {
            throw WebAuthnRejection(.keyNotAllowed)
        }
        // Steps 22 and 23. Always, whatever was asked for: a statement is verified or refused, never half believed
        // (attacks 4.1 #14).
        let statement = AttestationStatement(
            members: object.statement,
            authenticatorData: data,
            attested: attested,
            clientDataHash: clientData.hash
        )
        let attestation = try object.format.verify(statement, expectation.attestation)
        // Steps 24 and 25.
        try await expectation.attestation.assess(attestation, object.format, model: attested.aaguid, at: now)
        return VerifiedRegistration(reply, data, attested, object.format, attestation)
    }

    /// Section 7.1 presumes that a registration attests a credential, and that it is the one of the reply (step 28 stores
    /// either ID). Step 26, the ID's length, is ``CredentialID``'s.
    private func attestedCredential(
        of data: AuthenticatorData,
        for reply: RegistrationReply
    ) throws(WebAuthnRejection) -> AttestedCredential {
        guard let attested = data.attested else { throw WebAuthnRejection(.attestedDataMissing) }
        guard attested.id == reply.credentialID else { throw WebAuthnRejection(.attestedIDMismatch) }
        return attested
    }
}
