/// What a registration must be: what was asked of the browser, and who we are.
package struct RegistrationExpectation: Sendable {
    package var relyingParty: RelyingParty
    package var challenge: Challenge
    package var userVerification: UserVerification
    /// The algorithms that were offered.
    package var algorithms: Set<COSEAlgorithm>
    /// Whether it was asked for with `mediation: "conditional"`, when nobody need be present (section 7.1 step 15).
    package var isConditional: Bool
    package var attestation: AttestationPolicy

    package init(
        relyingParty: RelyingParty,
        challenge: Challenge,
        userVerification: UserVerification,
        algorithms: Set<COSEAlgorithm> = Set(COSEAlgorithm.allCases),
        isConditional: Bool = false,
        attestation: AttestationPolicy = AttestationPolicy()
    ) {
        self.relyingParty = relyingParty
        self.challenge = challenge
        self.userVerification = userVerification
        self.algorithms = algorithms
        self.isConditional = isConditional
        self.attestation = attestation
    }
}
