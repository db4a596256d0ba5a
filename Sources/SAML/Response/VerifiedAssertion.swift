/// What a response proved: the third of the three types raw, parsed, verified. Only ``ResponseValidator`` makes one.
package struct VerifiedAssertion: Sendable {
    package let issuer: EntityID
    package let nameID: NameID
    /// The value that identifies the account, by the connection's rule; nil where nothing is linked.
    package let subject: String?
    package let attributes: AttributeSet
    package let session: Session
    /// Which parts bore a verified signature.
    package let signed: [SignedPart]
    /// The request that was answered; nil for an unsolicited response.
    package let answeredRequest: MessageID?
    /// When the assertion ends: the earliest of its conditions and the confirmation that was used.
    package let notOnOrAfter: SAMLInstant
    /// Whether the issuer asked for `OneTimeUse`. We take every assertion once anyway.
    package let isForOneUse: Bool
    /// What the caller must record, and must find unrecorded, in one conditional write before it signs anybody in.
    package let replay: ReplayRecord

    /// The session at the identity provider.
    package struct Session: Sendable {
        package let authenticatedAt: SAMLInstant
        /// Names the session for logout; absent where the provider knows persons only.
        package let index: String?
        /// Our own session must not outlive this.
        package let notOnOrAfter: SAMLInstant?
        package let contextClass: String?
    }

    /// Identifiers that must never be seen again on this connection until the time given (attacks 1.6 #83).
    package struct ReplayRecord: Sendable, Equatable {
        package let assertionID: MessageID
        package let responseID: MessageID
        /// The end of the assertion plus the tolerated difference of clocks.
        package let keepUntil: SAMLInstant
    }

    init(
        _ assertion: Assertion,
        of envelope: ResponseEnvelope,
        signed: [SignedPart],
        in circumstances: Circumstances
    ) throws(SAMLRejection) {
        // The checks have proved that these are there; asking again costs nothing and needs no force unwrap.
        guard let nameID = assertion.subject?.nameID else { throw NameIDCheck.refusal() }
        guard let statement = assertion.authenticationStatements.first else {
            throw AuthenticationStatementCheck.refusal()
        }
        guard let conditionsEnd = assertion.conditions?.notOnOrAfter else {
            throw ConditionsExpiryPresenceCheck.refusal()
        }
        let confirmationEnd = BearerConfirmationCheck.good(in: assertion, of: envelope, in: circumstances)
            .compactMap(\.notOnOrAfter).max()
        guard let confirmationEnd else { throw ConfirmationExpiryPresenceCheck.refusal() }
        issuer = circumstances.identityProvider.entityID
        self.nameID = nameID
        attributes = try AttributeSet(merging: assertion.attributes, repeated: circumstances.policy.repeatedAttributes)
        subject =
            switch circumstances.policy.subject {
            case .persistentNameID: nameID.value
            case .attribute(let name): attributes[name]?.values.first
            case .notLinked: nil
            }
        session = Session(
            authenticatedAt: statement.authenticatedAt,
            index: statement.sessionIndex,
            notOnOrAfter: statement.sessionNotOnOrAfter,
            contextClass: statement.contextClass
        )
        self.signed = signed
        if case .answer(let request) = circumstances.expectation {
            answeredRequest = request.id
        } else {
            answeredRequest = nil
        }
        notOnOrAfter = min(conditionsEnd, confirmationEnd)
        isForOneUse = assertion.conditions?.isForOneUse ?? false
        replay = ReplayRecord(
            assertionID: assertion.id,
            responseID: envelope.id,
            keepUntil: max(conditionsEnd, confirmationEnd).adding(seconds: circumstances.policy.skew.seconds)
        )
    }
}

/// A part of a response that can be signed.
package enum SignedPart: String, Sendable, CaseIterable {
    case response
    case assertion
}
