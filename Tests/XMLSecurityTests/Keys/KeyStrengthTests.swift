import CXMLSecurity
import Testing

@testable import XMLSecurity

/// attacks 1.4 #69: weak keys don't come into the configuration.
struct KeyStrengthTests {
    @Test func refusesShortRSA() throws {
        let key = try TestKey.rsa(bits: 1_024)
        #expect(throws: XMLKeyError.rsaTooShort) { try VerificationKey(spkiDER: key.spki) }
        #expect(throws: XMLKeyError.rsaTooShort) { try SigningKey(pem: key.pem) }
        #expect(throws: XMLKeyError.rsaTooShort) { try DecryptionKey(pem: key.pem) }
    }

    @Test(arguments: ["secp256k1", "P-224", "brainpoolP256r1"])
    func refusesOtherCurves(_ name: String) throws {
        let key = try TestKey.curve(name)
        #expect(throws: XMLKeyError.unsupportedCurve) { try VerificationKey(spkiDER: key.spki) }
    }

    @Test(arguments: ["ED25519", "X25519"])
    func refusesOtherKinds(_ kind: String) throws {
        let key = try TestKey.make(kind)
        #expect(throws: XMLKeyError.unsupportedKind) { try VerificationKey(spkiDER: key.spki) }
    }

    /// The exponent 65537 stands at the end of the key, DER: 02 03 01 00 01.
    @Test(arguments: [[UInt8]([0x00, 0x00, 0x01]), [0x01, 0x00, 0x00]])
    func refusesRSAExponentsOneAndEven(_ exponent: [UInt8]) throws {
        let key = try TestKey.provider.get().spki
        #expect(key.suffix(3) == [1, 0, 1])
        // The one is written with leading zeros here, which OpenSSL may refuse to read at all.
        let expected: [XMLKeyError] = exponent[0] == 0 ? [.rsaExponent, .unreadable] : [.rsaExponent]
        let refusal = #expect(throws: XMLKeyError.self) { try VerificationKey(spkiDER: key.dropLast(3) + exponent) }
        #expect(refusal.map(expected.contains) == true)
    }

    @Test func refusesBytesBehindTheKeyAndGarbage() throws {
        let key = try TestKey.provider.get()
        #expect(throws: XMLKeyError.unreadable) { try VerificationKey(spkiDER: key.spki + [0]) }
        #expect(throws: XMLKeyError.unreadable) { try VerificationKey(spkiDER: Array(key.spki.dropLast())) }
        #expect(throws: XMLKeyError.unreadable) { try VerificationKey(spkiDER: []) }
        #expect(throws: XMLKeyError.unreadable) { try VerificationKey(certificateDER: key.spki) }
        #expect(throws: XMLKeyError.unreadable) { try SigningKey(pem: "no key") }
    }

    @Test func decryptsByRSAOnly() throws {
        let key = try TestKey.curves.get()[0]
        #expect(throws: XMLKeyError.unsupportedKind) { try DecryptionKey(pem: key.pem) }
    }

    @Test func knowsTheMarkOfTheBrokenGenerator() {
        // A power of 65537 modulo every prime is the mark; so is 1, its zeroth power.
        #expect(ModulusFingerprint.matches(remainders: ModulusFingerprint.primes.map { 65_537 * 65_537 % $0 }))
        #expect(ModulusFingerprint.matches(remainders: ModulusFingerprint.primes.map { _ in 1 }))
        // Modulo 11, the powers of 65537 are 1 and 10 only.
        #expect(!ModulusFingerprint.matches(remainders: ModulusFingerprint.primes.map { $0 == 11 ? 2 : 1 }))
        #expect(ModulusFingerprint.primes.count == 38)
    }
}
