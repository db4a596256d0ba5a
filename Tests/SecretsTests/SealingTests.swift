import Encoding
import Secrets
import Testing

@Suite struct SealingTests {
    private static let secret = Array("top secret".utf8)
    private static let purpose = "signing-key/1"

    private func key(_ number: UInt8) -> Secret<[UInt8]> {
        Secret([UInt8](repeating: number, count: Sealing.keyBytes))
    }

    @Test(arguments: [[], [0], [UInt8](repeating: 7, count: 5_000)] as [[UInt8]])
    func opensWhatItSealed(secret: [UInt8]) throws {
        let sealing = try Sealing(keys: [key(1)])
        #expect(try sealing.open(sealing.seal(secret, for: Self.purpose), for: Self.purpose) == secret)
    }

    /// The form is what is stored: bytes that another program made by the description (version, nonce, AES-256-GCM, tag)
    /// must open for ever.
    @Test func opensWhatWasSealedBefore() throws {
        let sealed = try Hex.decode(
            "01404142434445464748494a4b96d6de035559e471a8b0324a307c95f134e87d43c92d73cbb9d4"
        )
        let sealing = try Sealing(keys: [Secret([UInt8](0..<32))])
        #expect(try sealing.open(sealed, for: Self.purpose) == Self.secret)
    }

    @Test func sealsDifferentlyEachTime() throws {
        let sealing = try Sealing(keys: [key(1)])
        let sealed = try (0..<50).map { _ in try sealing.seal(Self.secret, for: Self.purpose) }
        #expect(Set(sealed).count == sealed.count)
        #expect(Set(sealed.map { $0[1..<13] }).count == sealed.count)
    }

    @Test(arguments: ["signing-key/2", "signing-key/", "signing-key/1 ", "Signing-key/1", "", "signing-key/1\u{0}"])
    func refusesAnotherPurpose(other: String) throws {
        let sealing = try Sealing(keys: [key(1)])
        let sealed = try sealing.seal(Self.secret, for: Self.purpose)
        #expect(throws: SealingError.cannotOpen) { try sealing.open(sealed, for: other) }
    }

    @Test func refusesAnotherKey() throws {
        let sealed = try Sealing(keys: [key(1)]).seal(Self.secret, for: Self.purpose)
        let other = try Sealing(keys: [key(2), key(3)])
        #expect(throws: SealingError.cannotOpen) { try other.open(sealed, for: Self.purpose) }
    }

    @Test func sealsAnewWhatAnOlderKeySealedAndNothingElse() throws {
        let rotated = try Sealing(keys: [key(2), key(1)])
        let old = try Sealing(keys: [key(1)]).seal(Self.secret, for: Self.purpose)
        let new = try #require(try rotated.resealed(old, for: Self.purpose))
        #expect(try Sealing(keys: [key(2)]).open(new, for: Self.purpose) == Self.secret)
        #expect(try rotated.resealed(new, for: Self.purpose) == nil)
        #expect(throws: SealingError.cannotOpen) { try rotated.resealed(old, for: "signing-key/2") }
        let foreign = try Sealing(keys: [key(3)]).seal(Self.secret, for: Self.purpose)
        #expect(throws: SealingError.cannotOpen) { try rotated.resealed(foreign, for: Self.purpose) }
    }

    @Test func opensWithEveryKeyAndSealsWithTheFirst() throws {
        let before = try Sealing(keys: [key(1)])
        let rotated = try Sealing(keys: [key(2), key(1)])
        let after = try Sealing(keys: [key(2)])
        let old = try before.seal(Self.secret, for: Self.purpose)
        let new = try rotated.seal(Self.secret, for: Self.purpose)
        #expect(try rotated.open(old, for: Self.purpose) == Self.secret)
        #expect(try after.open(new, for: Self.purpose) == Self.secret)
        #expect(throws: SealingError.cannotOpen) { try after.open(old, for: Self.purpose) }
        #expect(throws: SealingError.cannotOpen) { try before.open(new, for: Self.purpose) }
    }

    @Test func refusesEveryDamagedByte() throws {
        let sealing = try Sealing(keys: [key(1)])
        let sealed = try sealing.seal(Self.secret, for: Self.purpose)
        for place in sealed.indices {
            for bit in 0..<8 {
                var damaged = sealed
                damaged[place] ^= 1 << bit
                #expect(throws: SealingError.cannotOpen) { try sealing.open(damaged, for: Self.purpose) }
            }
        }
    }

    @Test func refusesEveryOtherLength() throws {
        let sealing = try Sealing(keys: [key(1)])
        let sealed = try sealing.seal(Self.secret, for: Self.purpose)
        for count in 0..<sealed.count {
            #expect(throws: SealingError.cannotOpen) { try sealing.open(Array(sealed[..<count]), for: Self.purpose) }
        }
        #expect(throws: SealingError.cannotOpen) { try sealing.open(sealed + [0], for: Self.purpose) }
        #expect(throws: SealingError.cannotOpen) { try sealing.open(sealed + sealed, for: Self.purpose) }
    }

    @Test(arguments: [[], [0], [16], [31], [33], [64], [32, 31], [31, 32]])
    func refusesKeysOfAnotherLength(counts: [Int]) {
        let keys = counts.map { Secret([UInt8](repeating: 1, count: $0)) }
        #expect(throws: SealingError.badKey) { try Sealing(keys: keys) }
    }

    /// RFC 5869 with SHA-256, no salt and the info `ontrackio/<purpose>`, computed by another program.
    @Test func derivesAKeyForEachPurpose() throws {
        let sealing = try Sealing(keys: [Secret([UInt8](0..<32))])
        let derived = sealing.derivedKey(for: "refresh-successor").expose()
        #expect(Hex.encode(derived) == "6af93b03faf038ba3b324548a636ecf4fe9a6ee772b82de40e7190768b738f66")
        #expect(sealing.derivedKey(for: "refresh-successors").expose() != derived)
        #expect(try Sealing(keys: [key(1)]).derivedKey(for: "refresh-successor").expose() != derived)
    }

    @Test func derivesFromOlderKeysAsBefore() throws {
        let before = try Sealing(keys: [key(1)])
        let rotated = try Sealing(keys: [key(2), key(1)])
        let derived = rotated.derivedKeys(for: "p").map { $0.expose() }
        #expect(derived.first == rotated.derivedKey(for: "p").expose())
        #expect(derived.last == before.derivedKey(for: "p").expose())
        #expect(Set(derived).count == 2)
    }
}
