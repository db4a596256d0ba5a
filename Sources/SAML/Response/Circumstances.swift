/// Everything a check may compare a message with, besides the message: who is trusted, who we are, what we asked for, how
/// strict this connection is, and the time. There is no clock and no storage behind it.
package struct Circumstances: Sendable {
    package let identityProvider: TrustedIdentityProvider
    package let serviceProvider: ServiceProvider
    package let policy: ResponsePolicy
    package let expectation: ResponseExpectation
    /// The moment of judgement.
    package let now: SAMLInstant

    package init(
        identityProvider: TrustedIdentityProvider,
        serviceProvider: ServiceProvider,
        policy: ResponsePolicy,
        expectation: ResponseExpectation,
        now: SAMLInstant
    ) {
        self.identityProvider = identityProvider
        self.serviceProvider = serviceProvider
        self.policy = policy
        self.expectation = expectation
        self.now = now
    }

    /// The latest moment that our clock may mean.
    var latestNow: SAMLInstant { now.adding(seconds: policy.skew.seconds) }

    /// The earliest moment that our clock may mean.
    var earliestNow: SAMLInstant { now.adding(seconds: -policy.skew.seconds) }
}

/// What we wait for at the moment a response arrives. Whether the request is ours, still open and of this browser is the
/// caller's to look up (one conditional write); the engine compares the answer with it.
package enum ResponseExpectation: Sendable {
    /// The answer to this request of ours.
    case answer(to: SentRequest)
    /// A response that nobody asked for; the connection has opted in to them.
    case unsolicited
    /// Nothing is awaited, and the connection did not opt in: every response is refused.
    case nothing
}

/// What we remember of an AuthnRequest we sent.
package struct SentRequest: Sendable {
    package let id: MessageID
    /// When it was sent; needed where the person was to authenticate anew.
    package let issuedAt: SAMLInstant?
    /// Whether `ForceAuthn` was set: the person must have authenticated after ``issuedAt``.
    package let forcedAuthentication: Bool
    /// The authentication context classes asked for with comparison `exact`; empty where none was.
    package let authenticationContexts: [String]

    package init(
        id: MessageID,
        issuedAt: SAMLInstant? = nil,
        forcedAuthentication: Bool = false,
        authenticationContexts: [String] = []
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.forcedAuthentication = forcedAuthentication
        self.authenticationContexts = authenticationContexts
    }
}
