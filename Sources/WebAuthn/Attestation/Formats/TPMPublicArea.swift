import Crypto

/// TPMT_PUBLIC (TPM 2.0 Library, part 2, section 12.2.4) of a signing key.
struct TPMPublicArea {
    private enum Key {
        case rsa(modulus: [UInt8], exponent: UInt32)
        case elliptic(coordinateBytes: Int, x: [UInt8], y: [UInt8])
    }

    /// TPM_ALG_ID (part 2, section 6.3).
    private enum Algorithm {
        static let rsa: UInt16 = 0x0001
        static let sha256: UInt16 = 0x000B
        static let sha384: UInt16 = 0x000C
        static let sha512: UInt16 = 0x000D
        static let null: UInt16 = 0x0010
        /// RSASSA, RSAPSS and ECDSA, each followed by a hash algorithm.
        static let signatureSchemes: Set<UInt16> = [0x0014, 0x0016, 0x0018]
        static let elliptic: UInt16 = 0x0023
    }

    private let nameAlgorithm: UInt16
    private let key: Key

    init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        var reader = TPMReader(bytes, refusing: .tpmPublicArea)
        let type = try reader.uint16()
        nameAlgorithm = try reader.uint16()
        // objectAttributes and authPolicy.
        _ = try reader.uint32()
        _ = try reader.sized()
        // A signing key has no symmetric cipher (part 2, section 12.2.3.5).
        guard try reader.uint16() == Algorithm.null else { throw WebAuthnRejection(.tpmPublicArea) }
        let scheme = try reader.uint16()
        if Algorithm.signatureSchemes.contains(scheme) {
            _ = try reader.uint16()
        } else if scheme != Algorithm.null {
            throw WebAuthnRejection(.tpmPublicArea)
        }
        switch type {
        case Algorithm.rsa: key = try Self.rsa(&reader)
        case Algorithm.elliptic: key = try Self.elliptic(&reader)
        default: throw WebAuthnRejection(.tpmPublicArea)
        }
        try reader.end()
    }

    /// TPMS_RSA_PARMS and TPM2B_PUBLIC_KEY_RSA (part 2, sections 12.2.3.5 and 11.2.4.5).
    private static func rsa(_ reader: inout TPMReader) throws(WebAuthnRejection) -> Key {
        let bits = Int(try reader.uint16())
        let exponent = try reader.uint32()
        let modulus = try reader.sized()
        guard modulus.count * 8 == bits else { throw WebAuthnRejection(.tpmPublicArea) }
        // "An exponent of zero indicates that the exponent is the default of 2^16 + 1."
        return .rsa(modulus: modulus, exponent: exponent == 0 ? 65_537 : exponent)
    }

    /// TPMS_ECC_PARMS and TPMS_ECC_POINT (part 2, sections 12.2.3.6 and 11.2.5.2).
    private static func elliptic(_ reader: inout TPMReader) throws(WebAuthnRejection) -> Key {
        let coordinateBytes: Int
        switch try reader.uint16() {
        case 0x0003: coordinateBytes = 32
        case 0x0004: coordinateBytes = 48
        case 0x0005: coordinateBytes = 66
        default: throw WebAuthnRejection(.tpmPublicArea)
        }
        guard try reader.uint16() == Algorithm.null else { throw WebAuthnRejection(.tpmPublicArea) }
        return .elliptic(coordinateBytes: coordinateBytes, x: try reader.sized(), y: try reader.sized())
    }

    /// Whether it is the public area of that key.
    func describes(_ credential: COSEKey) -> Bool {
        switch (key, credential.material) {
        case (.rsa(let modulus, let exponent), .rsa(let credentialModulus, let credentialExponent)):
            let number = credentialExponent.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return modulus == credentialModulus && UInt64(exponent) == number
        case (.elliptic(let count, let x, let y), .elliptic(let credentialX, let credentialY)):
            // A TPM may leave out leading zeros, COSE may not.
            return credentialX.count == count && Self.magnitude(x) == Self.magnitude(credentialX)
                && Self.magnitude(y) == Self.magnitude(credentialY)
        case (.rsa, _), (.elliptic, _): return false
        }
    }

    /// The Name of the object (TPM 2.0 Library, part 1, section 16): the algorithm and the digest of its public area. Nil
    /// for an algorithm that is none of SHA-2.
    func name(ofArea bytes: [UInt8]) -> [UInt8]? {
        let digest: [UInt8]
        switch nameAlgorithm {
        case Algorithm.sha256: digest = Array(SHA256.hash(data: bytes))
        case Algorithm.sha384: digest = Array(SHA384.hash(data: bytes))
        case Algorithm.sha512: digest = Array(SHA512.hash(data: bytes))
        default: return nil
        }
        return [UInt8(nameAlgorithm >> 8), UInt8(nameAlgorithm & 0xFF)] + digest
    }

    private static func magnitude(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.drop { $0 == 0 }
    }
}
