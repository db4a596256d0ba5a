/// What else can be wrong with a logout message, besides the checks of its envelope.
package enum LogoutRefusals {
    static let expired = SAMLCode(
        "SAML-SLO-05",
        reason: "The logout request has expired.",
        cure: "Compare the clocks of the identity provider and of this server (NTP)."
    )
    static let noName = SAMLCode(
        "SAML-SLO-06",
        reason: "The logout request does not name a person.",
        cure: "Let the identity provider send the same NameID as at sign-in."
    )
    static let nameForOthers = SAMLCode(
        "SAML-SLO-07",
        reason: "The logout request names a person as another service provider knows them.",
        cure: "Compare the SPNameQualifier in the detail with our entity ID as the identity provider knows it."
    )
    static let unknownRequest = SAMLCode(
        "SAML-SLO-08",
        reason: "The logout response does not answer the logout request that is open.",
        cure: "Nothing needs to be done: the session here has ended already."
    )
    static let unsigned = SAMLCode(
        "SAML-SLO-09",
        reason: "The logout message is not signed.",
        cure: "Switch signing of logout messages on at the identity provider."
    )
    static let noStatus = SAMLCode(
        "SAML-SLO-10",
        reason: "The logout response does not say, once, how the logout went.",
        cure: "Report it to the identity provider's vendor."
    )
    static let tooManySessions = SAMLCode(
        "SAML-SLO-11",
        reason: "The logout request names more sessions than a person has.",
        cure: "Let the identity provider leave the session indexes out; then all of the person's sessions end."
    )

    package static let codes = [
        expired, noName, nameForOthers, unknownRequest, unsigned, noStatus, tooManySessions,
    ]
}
