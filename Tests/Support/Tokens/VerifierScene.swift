package import JOSE
package import TokenVerification

/// A verifier whose keys, revocations and time are in the test's hand.
package struct VerifierScene: Sendable {
    package let forge: TokenForge
    package let time: SteppingTime
    package let keys: LocalKeys
    package let revocations: RevocationBoard
    package let verifier: AccessTokenVerifier

    package init(
        _ algorithm: SigningAlgorithm = .es256,
        audience: String = TokenForge.audience,
        leewaySeconds: Int = 0,
        workspaceID: String? = nil,
        cacheCapacity: Int = 1_024
    ) throws {
        let time = SteppingTime()
        forge = TokenForge(algorithm)
        self.time = time
        keys = LocalKeys(try forge.keySet)
        revocations = RevocationBoard(boundSeconds: 60)
        try revocations.publish([], completeAsOf: time.now)
        verifier = AccessTokenVerifier(
            issuer: TokenForge.issuer,
            audience: audience,
            keys: keys,
            revocations: revocations,
            now: { time.now },
            leewaySeconds: leewaySeconds,
            workspaceID: workspaceID,
            cacheCapacity: cacheCapacity
        )
    }
}
