import JOSE

/// What the verification procedure of every format is given (WebAuthn Level 3 section 6.5.2).
struct AttestationStatement {
    /// attStmt.
    let members: CBORMap
    let authenticatorData: AuthenticatorData
    let attested: AttestedCredential
    /// SHA-256 of the client data as received.
    let clientDataHash: [UInt8]

    /// "the concatenation of authenticatorData and clientDataHash".
    var signedBytes: [UInt8] { authenticatorData.bytes + clientDataHash }

    /// The members must be these and no others: "valid CBOR conforming to the syntax defined above".
    func requireExactly(_ names: [String]) throws(WebAuthnRejection) {
        guard members.hasExactly(names) else { throw WebAuthnRejection(.statementMalformed) }
    }

    func bytes(_ name: String) throws(WebAuthnRejection) -> [UInt8] {
        guard let bytes = members[name]?.bytes else { throw WebAuthnRejection(.statementMalformed, name) }
        return bytes
    }

    /// `alg`, which must be one that we verify.
    func algorithm() throws(WebAuthnRejection) -> COSEAlgorithm {
        guard let number = members["alg"]?.integer else { throw WebAuthnRejection(.statementMalformed, "alg") }
        guard let algorithm = COSEAlgorithm(rawValue: number) else { throw WebAuthnRejection(.statementAlgorithm) }
        return algorithm
    }

    /// `x5c`: the certificate of the attestation key, then those that lead towards a root.
    func certificates() throws(WebAuthnRejection) -> [AttestationCertificate] {
        guard let values = members["x5c"]?.array else { throw WebAuthnRejection(.statementMalformed, "x5c") }
        guard (1...AttestationCertificate.mostInChain).contains(values.count) else {
            throw WebAuthnRejection(.certificateChain)
        }
        var certificates: [AttestationCertificate] = []
        for value in values {
            guard let der = value.bytes else { throw WebAuthnRejection(.statementMalformed, "x5c") }
            certificates.append(try AttestationCertificate(der: der))
        }
        return certificates
    }

    /// `sig` over `message` by the key of a certificate. Throws `code` where it does not verify.
    func requireSignature(
        over message: [UInt8],
        by certificate: AttestationCertificate,
        _ algorithm: COSEAlgorithm,
        else code: WebAuthnCode
    ) throws(WebAuthnRejection) {
        let key = try certificate.key(for: algorithm)
        guard COSESignature.judge(try bytes("sig"), of: message, by: key, algorithm: algorithm) == .valid else {
            throw WebAuthnRejection(code)
        }
    }
}
