/// The order of checks. The validator runs these lists, the documentation page `SAMLChecks` prints them, and a test holds the
/// two together; so the order is written once.
package enum ResponseChecks {
    /// Asked of the received envelope before any signature: they can only refuse, and they name the common faults (a refusal
    /// of the identity provider, the wrong provider) in words instead of by a failed signature.
    package static let beforeTrust: [any EnvelopeCheck.Type] = [
        ResponseVersionCheck.self,
        ResponseStatusCheck.self,
        ResponseIssuerCheck.self,
    ]

    /// Asked of the envelope that is used, after the signatures; from the signed bytes where the response is signed.
    package static let ofEnvelope: [any EnvelopeCheck.Type] =
        beforeTrust + [
            ResponseDestinationCheck.self,
            ResponseIssueInstantCheck.self,
            UnsolicitedResponseCheck.self,
            ResponseRequestCheck.self,
        ]

    /// Asked of the verified assertion.
    package static let ofAssertion: [any AssertionCheck.Type] = [
        AssertionVersionCheck.self,
        AssertionIssuerCheck.self,
        AssertionIssueInstantCheck.self,
        SubjectCheck.self,
        NameIDCheck.self,
        NameIDLengthCheck.self,
        NameIDRecipientCheck.self,
        TransientNameCheck.self,
        BearerConfirmationCheck.self,
        ConditionsCheck.self,
        UnknownConditionCheck.self,
        ConditionsNotBeforeCheck.self,
        ConditionsExpiryPresenceCheck.self,
        ConditionsNotOnOrAfterCheck.self,
        ConditionsLifetimeCheck.self,
        AudiencePresenceCheck.self,
        AudienceCheck.self,
        AuthenticationStatementCheck.self,
        AuthenticationInstantCheck.self,
        ForcedAuthenticationCheck.self,
        AuthenticationAgeCheck.self,
        AuthenticationContextCheck.self,
        SessionExpiryCheck.self,
        SubjectAttributeCheck.self,
    ]

    /// Asked of each bearer confirmation by ``BearerConfirmationCheck``.
    package static let ofConfirmation: [any ConfirmationCheck.Type] = [
        ConfirmationDataCheck.self,
        ConfirmationRecipientCheck.self,
        ConfirmationNotBeforeCheck.self,
        ConfirmationExpiryPresenceCheck.self,
        ConfirmationExpiryCheck.self,
        ConfirmationLifetimeCheck.self,
        ConfirmationRequestCheck.self,
    ]
}
