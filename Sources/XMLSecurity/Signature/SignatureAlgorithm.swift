internal import CXMLSecurity
internal import Encoding

/// A signature method that this engine knows, named by its URI (RFC 9231; XML Signature 1.1, section 6.4). What is believed is
/// decided by ``SignatureAlgorithms``.
package enum SignatureAlgorithm: String, Sendable, CaseIterable {
    case rsaSHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    case rsaSHA384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"
    case rsaSHA512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
    case ecdsaSHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    case ecdsaSHA384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
    case ecdsaSHA512 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"
    /// RSASSA-PSS with MGF1 and a salt as long as the digest (RFC 9231, section 2.3.10).
    case rsaPSSSHA256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
    case rsaPSSSHA384 = "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"
    case rsaPSSSHA512 = "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"
    /// For tests and `inspect --allow-sha1` only; no connection can admit it.
    case rsaSHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"

    package var uri: String { rawValue }

    /// Finds a method by the very bytes of its URI.
    package init?(uri: String) {
        guard let algorithm = Self.allCases.first(where: { $0.uri.hasSameBytes(as: uri) }) else {
            return nil
        }
        self = algorithm
    }

    /// Who computes it.
    enum Scheme {
        case rsa
        case rsaPSS
        case ecdsa
    }

    var scheme: Scheme {
        switch self {
        case .rsaSHA1, .rsaSHA256, .rsaSHA384, .rsaSHA512: .rsa
        case .rsaPSSSHA256, .rsaPSSSHA384, .rsaPSSSHA512: .rsaPSS
        case .ecdsaSHA256, .ecdsaSHA384, .ecdsaSHA512: .ecdsa
        }
    }

    var digest: DigestAlgorithm {
        switch self {
        case .rsaSHA1: .sha1
        case .rsaSHA256, .rsaPSSSHA256, .ecdsaSHA256: .sha256
        case .rsaSHA384, .rsaPSSSHA384, .ecdsaSHA384: .sha384
        case .rsaSHA512, .rsaPSSSHA512, .ecdsaSHA512: .sha512
        }
    }

    /// Whether a key is of the kind that this method needs.
    func fits(_ kind: KeyKind) -> Bool {
        switch (scheme, kind) {
        case (.rsa, .rsa), (.rsaPSS, .rsa), (.ecdsa, .ellipticCurve): true
        case (.rsa, .ellipticCurve), (.rsaPSS, .ellipticCurve), (.ecdsa, .rsa): false
        }
    }

    /// xmlsec's transform; nil for RSASSA-PSS, which xmlsec1 1.2.37 does not have (attacks 2.4 #24).
    var transform: xmlSecTransformId? {
        switch self {
        case .rsaSHA1: unsafe xmlSecOpenSSLTransformRsaSha1GetKlass()
        case .rsaSHA256: unsafe xmlSecOpenSSLTransformRsaSha256GetKlass()
        case .rsaSHA384: unsafe xmlSecOpenSSLTransformRsaSha384GetKlass()
        case .rsaSHA512: unsafe xmlSecOpenSSLTransformRsaSha512GetKlass()
        case .ecdsaSHA256: unsafe xmlSecOpenSSLTransformEcdsaSha256GetKlass()
        case .ecdsaSHA384: unsafe xmlSecOpenSSLTransformEcdsaSha384GetKlass()
        case .ecdsaSHA512: unsafe xmlSecOpenSSLTransformEcdsaSha512GetKlass()
        case .rsaPSSSHA256, .rsaPSSSHA384, .rsaPSSSHA512: nil
        }
    }
}

/// A digest method, named by its URI (RFC 9231, section 2.1; XML Encryption 1.1, section 5.8).
package enum DigestAlgorithm: String, Sendable, CaseIterable {
    case sha256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    case sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
    case sha512 = "http://www.w3.org/2001/04/xmlenc#sha512"
    /// For tests and `inspect --allow-sha1`; and inside RSA-OAEP, where nothing depends on its collisions.
    case sha1 = "http://www.w3.org/2000/09/xmldsig#sha1"

    package var uri: String { rawValue }

    /// Finds a method by the very bytes of its URI.
    package init?(uri: String) {
        guard let algorithm = Self.allCases.first(where: { $0.uri.hasSameBytes(as: uri) }) else {
            return nil
        }
        self = algorithm
    }

    /// Bytes of a digest.
    var length: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// OpenSSL's implementation.
    var implementation: OpaquePointer? {
        switch self {
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }

    /// xmlsec's transform.
    var transform: xmlSecTransformId? {
        switch self {
        case .sha1: unsafe xmlSecOpenSSLTransformSha1GetKlass()
        case .sha256: unsafe xmlSecOpenSSLTransformSha256GetKlass()
        case .sha384: unsafe xmlSecOpenSSLTransformSha384GetKlass()
        case .sha512: unsafe xmlSecOpenSSLTransformSha512GetKlass()
        }
    }

    /// The digest of no byte at all; nil only where memory was short when it was first asked for.
    var ofNothing: [UInt8]? { Self.digestsOfNothing[self] }

    private static let digestsOfNothing = Dictionary(
        uniqueKeysWithValues: allCases.compactMap { algorithm in algorithm.digestNothing().map { (algorithm, $0) } }
    )

    private func digestNothing() -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_Digest(nil, 0, &digest, nil, implementation, nil) == 1 else { return nil }
        return digest
    }
}
