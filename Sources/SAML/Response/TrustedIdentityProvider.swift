package import XMLSecurity

/// The identity provider of one connection, as an admin configured it: its name and the keys that speak for it. Nothing in a
/// message adds to this (attacks 0, rule 4).
package struct TrustedIdentityProvider: Sendable {
    package let entityID: EntityID
    /// The pinned keys and the closed list of algorithms.
    package let trust: SignatureTrust

    static let noKey = SAMLCode(
        "SAML-KEY-01",
        reason: "The connection holds no signing certificate of the identity provider.",
        cure: "Load the identity provider's metadata again, or paste its signing certificate."
    )
    static let weakKey = SAMLCode(
        "SAML-KEY-02",
        reason: "A certificate's key can't be read, or is too weak to be believed.",
        cure:
            "Let the identity provider use an RSA key of at least 2048 bits or a key on P-256, P-384 or P-521, and load its "
            + "metadata again."
    )

    package static let codes = [noKey, weakKey]

    /// - Throws: `SAML-KEY-01` without any key: an empty trust would otherwise be a question of who checks it
    ///   (attacks 0, rule 6).
    package init(entityID: EntityID, trust: SignatureTrust) throws(SAMLRejection) {
        guard !trust.keys.isEmpty else { throw SAMLRejection(Self.noKey) }
        self.entityID = entityID
        self.trust = trust
    }

    /// Reads a certificate, DER, for its key alone: dates and chain say nothing here (attacks 1.8 #125, 1.9 #151).
    ///
    /// - Throws: `SAML-KEY-02` for a key that is weak or of a kind we do not verify with (attacks 1.4 #69).
    package static func key(ofCertificate der: [UInt8]) throws(SAMLRejection) -> VerificationKey {
        do {
            return try VerificationKey(certificateDER: der)
        } catch {
            throw SAMLRejection(weakKey, detail: "\(error)")
        }
    }
}
