/// Who and what is believed for one connection; all of it from our configuration, nothing from a message
/// (attacks 0, rules 4 and 5).
package struct SignatureTrust: Sendable {
    /// The pinned keys, in the order in which they are tried; at most ``KeyBounds/keysOfOneTrust``.
    package let keys: [VerificationKey]
    /// The closed list of algorithms.
    package let algorithms: SignatureAlgorithms
    /// Whether Canonical XML 1.0 is admitted besides Exclusive Canonicalization (attacks 1.4 #74).
    package let inclusiveC14N: Bool

    package init(
        keys: [VerificationKey],
        algorithms: SignatureAlgorithms = .sha2,
        inclusiveC14N: Bool = false
    ) {
        self.keys = keys
        self.algorithms = algorithms
        self.inclusiveC14N = inclusiveC14N
    }
}

/// A closed list of signature and digest methods. There are two, and no way to make another.
package struct SignatureAlgorithms: Sendable, Equatable {
    let signatures: Set<SignatureAlgorithm>
    let digests: Set<DigestAlgorithm>

    private init(signatures: Set<SignatureAlgorithm>, digests: Set<DigestAlgorithm>) {
        self.signatures = signatures
        self.digests = digests
    }

    /// RSA, RSASSA-PSS and ECDSA with SHA-256, SHA-384 and SHA-512.
    package static let sha2 = SignatureAlgorithms(
        signatures: Set(SignatureAlgorithm.allCases).subtracting([.rsaSHA1]),
        digests: [.sha256, .sha384, .sha512]
    )

    /// SHA-1 too: for reading old recordings in tests and by `inspect --allow-sha1`, never for a connection
    /// (attacks 1.4 #68).
    package static let sha2AndSHA1 = SignatureAlgorithms(
        signatures: Set(SignatureAlgorithm.allCases),
        digests: Set(DigestAlgorithm.allCases)
    )
}
