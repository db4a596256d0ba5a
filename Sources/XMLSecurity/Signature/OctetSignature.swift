internal import CXMLSecurity

/// Signatures over octets as they are: of the Redirect binding (SAML Bindings 2.0, section 3.4.4.1; attacks 1.7 #112-#114 and
/// 2.3), and of a canonical ``SignedInfo``. ECDSA is written as XML Signature 1.1, section 6.4.3, has it: two numbers of fixed
/// length, no DER.
package enum OctetSignature {
    /// Verifies by the first pinned key that made the signature.
    ///
    /// - Parameters:
    ///   - signature: decoded from base64.
    ///   - octets: what was received, octet for octet.
    ///   - algorithmURI: the `SigAlg` parameter, decoded.
    /// - Throws: the first check that fails.
    package static func verify(
        _ signature: [UInt8],
        of octets: [UInt8],
        algorithmURI: String,
        keys: [VerificationKey],
        algorithms: SignatureAlgorithms
    ) throws(XMLSignatureRejection) {
        guard LibraryState.isReady else { throw .libraryUnavailable }
        guard !keys.isEmpty, keys.count <= KeyBounds.keysOfOneTrust else { throw .noKey }
        guard let algorithm = SignatureAlgorithm(uri: algorithmURI),
            algorithms.signatures.contains(algorithm)
        else {
            throw .algorithmNotAllowed
        }
        try verify(signature, of: octets, algorithm: algorithm, keys: keys)
    }

    /// Verifies by a method that was found on the list.
    ///
    /// - Throws: `keyKind` where no key fits the method, `signatureValue` where no fitting key makes values of this length, and
    ///   `signatureMismatch` where none made this one.
    static func verify(
        _ signature: [UInt8],
        of octets: [UInt8],
        algorithm: SignatureAlgorithm,
        keys: [VerificationKey]
    ) throws(XMLSignatureRejection) {
        let fitting = keys.filter { algorithm.fits($0.kind) }
        guard !fitting.isEmpty else { throw .keyKind }
        // Neither DER around ECDSA's numbers nor padding is taken (attacks 1.4 #71).
        let usable = fitting.filter { $0.kind.signatureBytes == signature.count }
        guard !usable.isEmpty else { throw .signatureValue }
        for key in usable {
            LibraryState.forgetErrors()
            if verify(signature, of: octets, algorithm, key) { return }
        }
        throw .signatureMismatch
    }

    private static func verify(
        _ signature: [UInt8],
        of octets: [UInt8],
        _ algorithm: SignatureAlgorithm,
        _ key: VerificationKey
    ) -> Bool {
        switch (algorithm.scheme, key.kind) {
        case (.rsaPSS, _):
            return PSSSignature.verify(signature, of: octets, key: key.handle, digest: algorithm.digest)
        case (.rsa, _):
            return verify(encoded: signature, of: octets, algorithm, key)
        case (.ecdsa, .ellipticCurve):
            guard let der = CurveSignature.der(fromNumbers: signature) else { return false }
            return verify(encoded: der, of: octets, algorithm, key)
        case (.ecdsa, .rsa):
            return false
        }
    }

    private static func verify(
        encoded signature: [UInt8],
        of octets: [UInt8],
        _ algorithm: SignatureAlgorithm,
        _ key: VerificationKey
    ) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        let digest = unsafe algorithm.digest.implementation
        guard unsafe EVP_DigestVerifyInit(context, nil, digest, nil, key.handle.pointer) == 1 else {
            return false
        }
        return unsafe EVP_DigestVerify(context, signature, signature.count, octets, octets.count) == 1
    }

    /// Signs.
    ///
    /// - Returns: the signature, not yet base64.
    /// - Throws: ``XMLSigningError``.
    package static func sign(
        _ octets: [UInt8],
        key: SigningKey,
        algorithm: SignatureAlgorithm
    ) throws(XMLSigningError) -> [UInt8] {
        guard LibraryState.isReady else { throw .libraryFailed }
        try XMLSigner.check(algorithm, for: key)
        LibraryState.forgetErrors()
        guard let context = unsafe EVP_MD_CTX_new() else { throw .libraryFailed }
        defer { unsafe EVP_MD_CTX_free(context) }
        let digest = unsafe algorithm.digest.implementation
        var length = 0
        guard unsafe EVP_DigestSignInit(context, nil, digest, nil, key.handle.pointer) == 1,
            unsafe EVP_DigestSign(context, nil, &length, octets, octets.count) == 1
        else { throw .libraryFailed }
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_DigestSign(context, &signature, &length, octets, octets.count) == 1 else {
            throw .libraryFailed
        }
        signature.removeLast(signature.count - length)
        guard case .ellipticCurve(let bytes) = key.kind else { return signature }
        guard let numbers = CurveSignature.numbers(fromDER: signature, bytes: bytes) else {
            throw .libraryFailed
        }
        return numbers
    }
}
