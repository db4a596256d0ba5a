import TestSupport
import Testing

@testable import WebAuthn

/// attacks 4.2 #44: hostile CBOR ends in a refusal, and costs nothing.
@Suite struct CBORReaderTests {
    private func read(_ bytes: [UInt8]) throws(WebAuthnRejection) -> CBORValue {
        try CBORReader.document(bytes[...])
    }

    private func refusal(_ bytes: [UInt8]) throws -> WebAuthnCode? {
        try WebAuthnTests.refusal { try read(bytes) }
    }

    /// RFC 8949 appendix A, as far as it is canonical.
    @Test(
        arguments: [
            ([0x00], .unsigned(0)), ([0x17], .unsigned(23)), ([0x18, 0x18], .unsigned(24)),
            ([0x19, 0x03, 0xE8], .unsigned(1000)), ([0x1A, 0x00, 0x0F, 0x42, 0x40], .unsigned(1_000_000)),
            ([0x1B] + [UInt8](repeating: 0xFF, count: 8), .unsigned(.max)), ([0x20], .negative(0)),
            ([0x38, 0x63], .negative(99)), ([0x3B] + [UInt8](repeating: 0xFF, count: 8), .negative(.max)),
            ([0xF4], .bool(false)), ([0xF5], .bool(true)), ([0xF6], .null), ([0x40], .bytes([])),
            ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x60], .text("")), ([0x62, 0xC3, 0xBC], .text("ü")),
            ([0x80], .array([])), ([0x83, 1, 2, 3], .array([.unsigned(1), .unsigned(2), .unsigned(3)])),
            ([0xA0], .map(CBORMap())),
        ] as [([UInt8], CBORValue)]
    )
    func readsCanonicalValues(_ bytes: [UInt8], _ value: CBORValue) throws {
        #expect(try read(bytes) == value)
    }

    @Test func numbersBeyondSixtyFourBitsAreNotMangled() throws {
        #expect(try read([0x3B] + [UInt8](repeating: 0xFF, count: 8)).integer == nil)
        #expect(try read([0x3B, 0x7F] + [UInt8](repeating: 0xFF, count: 7)).integer == .min)
        #expect(try read([0x1B, 0x80] + [UInt8](repeating: 0, count: 7)).integer == nil)
    }

    @Test(
        arguments: [
            [0x18, 0x17], [0x19, 0x00, 0xFF], [0x1A, 0x00, 0x00, 0xFF, 0xFF],
            [0x1B, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x38, 0x00], [0x58, 0x01, 0xAA], [0x78, 0x01, 0x61], [0x98, 0x00], [0xB8, 0x00],
        ] as [[UInt8]]
    )
    func refusesLongerFormsThanNeeded(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborNotMinimal)
    }

    @Test(arguments: [[0x5F, 0x41, 0, 0xFF], [0x7F, 0xFF], [0x9F, 0xFF], [0xBF, 0xFF], [0xFF]] as [[UInt8]])
    func refusesIndefiniteLengths(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborIndefinite)
    }

    @Test(arguments: [[0xC0, 0x60], [0xC2, 0x41, 1], [0xD9, 0xD9, 0xF7, 0x00]] as [[UInt8]])
    func refusesTags(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborTag)
    }

    @Test(
        arguments: [
            [0xF9, 0x7E, 0x00], [0xFA, 0x7F, 0xC0, 0, 0], [0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [0xF7], [0xF8, 0xFF],
            [0xE0], [0x1C], [0x3D], [0x5E],
        ] as [[UInt8]]
    )
    func refusesFloatsAndUnassignedValues(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborSimple)
    }

    @Test(
        arguments: [
            [], [0x18], [0x19, 0x01], [0x41], [0x62, 0x61], [0x81], [0xA1, 0x00],
            [0x5B] + [UInt8](repeating: 0xFF, count: 8),
            [0x7B, 0x7F] + [UInt8](repeating: 0xFF, count: 7),
        ] as [[UInt8]]
    )
    func refusesWhatEndsTooEarly(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborTruncated)
    }

    @Test func refusesPromisesOfHugeContainers() throws {
        for major: UInt8 in [0x9B, 0xBB] {
            #expect(try refusal([major] + [UInt8](repeating: 0xFF, count: 8)) == .cborSize)
        }
        #expect(try refusal([0x99, 0x02, 0x00] + [UInt8](repeating: 0, count: 512)) == .cborSize)
        #expect(try refusal([0x99, 0x01, 0xFF] + [UInt8](repeating: 0, count: 511)) == nil)
    }

    @Test func refusesWhatFollows() throws {
        #expect(try refusal([0xA0, 0x00]) == .cborTrailing)
        #expect(try refusal([0xF6, 0xF6]) == .cborTrailing)
    }

    @Test func refusesADepthBomb() throws {
        for head: UInt8 in [0x81, 0xA1] {
            let level: [UInt8] = head == 0xA1 ? [head, 0x00] : [head]
            func deep(_ count: Int) -> [UInt8] { Array(repeatElement(level, count: count).joined()) + [0x00] }
            #expect(try refusal(deep(CBORReader.depth)) == nil)
            #expect(try refusal(deep(CBORReader.depth + 1)) == .cborDepth)
            #expect(try refusal(deep(20_000)) == .cborDepth)
        }
    }

    @Test func refusesTooManyBytes() throws {
        let big = ForgedCBOR.bytes([UInt8](repeating: 0, count: CBORReader.bytes)).encoded
        #expect(try refusal(big) == .cborSize)
    }

    @Test func refusesAKeyTwice() throws {
        #expect(try refusal([0xA2, 0x01, 0x00, 0x01, 0x00]) == .cborDuplicate)
        #expect(try refusal([0xA2, 0x61, 0x61, 0x00, 0x61, 0x61, 0x01]) == .cborDuplicate)
        // Equal to a reader of Unicode, different in bytes: both may stand.
        #expect(try refusal([0xA2, 0x62, 0xC3, 0xA9, 0x00, 0x63, 0x65, 0xCC, 0x81, 0x00]) == nil)
    }

    @Test(
        arguments: [
            [0xA1, 0x41, 0x00, 0x00], [0xA1, 0x80, 0x00], [0xA1, 0xF5, 0x00],
            [0xA1, 0x3B] + [UInt8](repeating: 0xFF, count: 8) + [0x00],
        ] as [[UInt8]]
    )
    func refusesKeysThatNobodyHas(_ bytes: [UInt8]) throws {
        #expect(try refusal(bytes) == .cborKey)
    }

    @Test func refusesTextThatIsNotUTF8() throws {
        #expect(try refusal([0x62, 0xC3, 0x28]) == .cborText)
        #expect(try refusal([0x63, 0xED, 0xA0, 0x80]) == .cborText)
    }
}
