package import SAML
package import XMLSecurity

/// Who speaks with whom, and when, in forged messages.
package enum ForgeScene {
    package static let provider = "https://idp.example.com/saml"
    package static let us = "https://sp.example.org/w/acme/saml/okta/metadata"
    package static let acs = "https://sp.example.org/w/acme/saml/okta/acs"
    package static let slo = "https://sp.example.org/w/acme/saml/okta/slo"
    package static let request = "_request-1"
    /// 2026-01-15T12:00:00Z.
    package static let now = SAMLInstant(secondsSince1970: 1_768_478_400)

    /// Trust in the identity provider's keys.
    package static func identityProvider(
        algorithms: SignatureAlgorithms = .sha2,
        keys: [ForgeKey]? = nil
    ) throws -> TrustedIdentityProvider {
        let ring = try ForgeKeyRing.shared.get()
        let keys = try (keys ?? [ring.provider, ring.providerNext]).map { try $0.verificationKey() }
        return try TrustedIdentityProvider(
            entityID: entity(provider),
            trust: SignatureTrust(keys: keys, algorithms: algorithms)
        )
    }

    /// We, with a key to decrypt by.
    package static func serviceProvider(decrypts: Bool = true) throws -> ServiceProvider {
        let keys = decrypts ? [try ForgeKeyRing.shared.get().ours.decryptionKey()] : []
        return try ServiceProvider(
            entityID: entity(us),
            assertionConsumerService: acs,
            singleLogoutService: slo,
            decryptionKeys: keys
        )
    }

    /// The usual circumstances: an answer to ``request`` at ``now``, with the policy changed as the test wants.
    package static func circumstances(
        expecting expectation: ResponseExpectation? = nil,
        now: SAMLInstant = ForgeScene.now,
        decrypts: Bool = true,
        provider: TrustedIdentityProvider? = nil,
        policy change: (inout ResponsePolicy) -> Void = { _ in }
    ) throws -> Circumstances {
        var policy = ResponsePolicy()
        policy.skew = .none
        change(&policy)
        return try Circumstances(
            identityProvider: provider ?? identityProvider(),
            serviceProvider: serviceProvider(decrypts: decrypts),
            policy: policy,
            expectation: expectation ?? .answer(to: SentRequest(id: id(request))),
            now: now
        )
    }

    /// The circumstances of logout messages.
    package static func logoutCircumstances(now: SAMLInstant = ForgeScene.now) throws -> LogoutCircumstances {
        try LogoutCircumstances(
            identityProvider: identityProvider(),
            entityID: entity(us),
            address: slo,
            skew: .none,
            now: now,
            decryptionKeys: [ForgeKeyRing.shared.get().ours.decryptionKey()]
        )
    }

    /// Signs for the identity provider, or for whom it is told.
    package static func signer(_ key: ForgeKey? = nil) throws -> MessageSigner {
        let key = try key ?? ForgeKeyRing.shared.get().provider
        return try MessageSigner(key: key.signingKey(), algorithm: key.algorithm)
    }

    package static func entity(_ text: String) throws -> EntityID {
        guard let entity = EntityID(text) else { throw ForgeFault.unusable(text) }
        return entity
    }

    package static func id(_ text: String) throws -> MessageID {
        guard let id = MessageID(text) else { throw ForgeFault.unusable(text) }
        return id
    }
}

/// The forge was asked for something it can't make.
package enum ForgeFault: Error {
    case unusable(String)
    /// An edit found nothing to replace, so the test would prove nothing.
    case nothingToReplace(String)
}
