import CryptoExtras
import FoundationEssentials

/// The RSA keys that identity providers publish, and the ones nobody should.
enum RSAKey {
    /// NIST SP 800-131A: 2,048 bits at least. The upper bound keeps one verification affordable.
    private static let modulusBits = 2_048...8_192
    /// 65,537, the one exponent in use; 1 verifies anything, 3 has a history of forgeries.
    private static let exponent: [UInt8] = [0x01, 0x00, 0x01]

    /// The key of a modulus and an exponent, big-endian without leading zeros (RFC 7518 section 6.3.1).
    static func material(modulus: [UInt8], exponent: [UInt8]) throws(JOSEError) -> PublicKey.Material {
        guard let first = modulus.first, first != 0, exponent.first != 0 else { throw .malformedKey }
        let bits = modulus.count * 8 - first.leadingZeroBitCount
        guard modulusBits.contains(bits), modulus.last.map({ $0 & 1 == 1 }) == true, exponent == Self.exponent else {
            throw .weakRSAKey
        }
        guard !hasROCAFingerprint(modulus) else { throw .weakRSAKey }
        guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent) else { throw .malformedKey }
        return .rsa(key, modulus: modulus, exponent: exponent)
    }

    /// Small primes for which the keys of CVE-2017-15361 (ROCA) leave only powers of 65,537 as remainders.
    private static let fingerprintPrimes = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ]

    /// Whether the modulus is of the shape that a faulty smart-card library made, from which the factors can be found.
    /// A sound modulus has the fingerprint with a probability of about 2^-27.
    private static func hasROCAFingerprint(_ modulus: [UInt8]) -> Bool {
        fingerprintPrimes.allSatisfy { prime in
            let remainder = modulus.reduce(0) { ($0 << 8 | Int($1)) % prime }
            var power = 1
            for _ in 0..<prime {
                if power == remainder { return true }
                power = power * 65_537 % prime
            }
            return false
        }
    }
}
