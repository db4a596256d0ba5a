internal import CXMLSecurity

/// What a key can do, with its strength checked: an RSA key of that many bytes or a key on one of three curves.
enum KeyKind: Sendable, Equatable {
    /// `bytes`: the modulus's length, which is a signature's length too.
    case rsa(bytes: Int)
    /// `bytes`: the length of one coordinate; a signature has two such numbers.
    case ellipticCurve(bytes: Int)

    /// Bytes of a signature as XML Signature 1.1 writes it (section 6.4).
    var signatureBytes: Int {
        switch self {
        case .rsa(let bytes): bytes
        case .ellipticCurve(let bytes): 2 * bytes
        }
    }

    /// Judges a key (attacks 1.4 #69).
    init(of key: KeyHandle) throws(XMLKeyError) {
        if unsafe EVP_PKEY_is_a(key.pointer, "RSA") == 1 {
            self = try unsafe Self.rsa(key.pointer)
        } else if unsafe EVP_PKEY_is_a(key.pointer, "EC") == 1 {
            self = try unsafe Self.curve(key.pointer)
        } else {
            throw .unsupportedKind
        }
    }

    private static func rsa(_ key: OpaquePointer) throws(XMLKeyError) -> KeyKind {
        let bits = Int(unsafe EVP_PKEY_get_bits(key))
        guard bits >= KeyBounds.leastRSABits else { throw .rsaTooShort }
        guard bits <= KeyBounds.mostRSABits else { throw .rsaTooLong }
        var exponent: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 else {
            throw .unreadable
        }
        defer { unsafe BN_free(exponent) }
        guard unsafe BN_is_odd(exponent) == 1, unsafe BN_is_one(exponent) == 0,
            unsafe BN_num_bits(exponent) <= 64
        else { throw .rsaExponent }
        var modulus: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus) == 1 else {
            throw .unreadable
        }
        defer { unsafe BN_free(modulus) }
        let remainders = ModulusFingerprint.primes.map { prime in
            UInt64(unsafe BN_mod_word(modulus, UInt(prime)))
        }
        guard !ModulusFingerprint.matches(remainders: remainders) else { throw .rsaFingerprint }
        return .rsa(bytes: (bits + 7) / 8)
    }

    /// XML Signature 1.1, section 6.4.3: named curves. Explicit parameters let a key bring a curve of its own.
    private static func curve(_ key: OpaquePointer) throws(XMLKeyError) -> KeyKind {
        guard let name = unsafe text(OSSL_PKEY_PARAM_GROUP_NAME, of: key),
            unsafe text(OSSL_PKEY_PARAM_EC_ENCODING, of: key) == OSSL_PKEY_EC_ENCODING_GROUP
        else { throw .unsupportedCurve }
        let bytes =
            switch name {
            case "prime256v1": 32
            case "secp384r1": 48
            case "secp521r1": 66
            default: throw XMLKeyError.unsupportedCurve
            }
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            throw .libraryUnavailable
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_public_check(context) == 1 else { throw .invalidPoint }
        return .ellipticCurve(bytes: bytes)
    }

    private static func text(_ parameter: String, of key: OpaquePointer) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        var length = 0
        guard unsafe EVP_PKEY_get_utf8_string_param(key, parameter, &buffer, buffer.count, &length) == 1
        else {
            return nil
        }
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
