import TestSupport
import Testing

@testable import WebAuthn

/// attacks 4.1 #8: authenticator data end where their flags say.
@Suite struct AuthenticatorDataTests {
    private func bytes(_ flags: AuthenticatorFlags, _ rest: [UInt8] = []) -> [UInt8] {
        [UInt8](repeating: 9, count: 32) + [flags.rawValue, 0, 0, 1, 2] + rest
    }

    private func attested(idLength: Int = 16, id: [UInt8]? = nil) throws -> [UInt8] {
        [UInt8](repeating: 1, count: 16) + BigEndian.bytes(idLength, count: 2)
            + (id ?? [UInt8](repeating: 2, count: idLength)) + (try CredentialKey.key(.es256).cose)
    }

    private func refusal(_ bytes: [UInt8]) throws -> WebAuthnCode? {
        try WebAuthnTests.refusal { try AuthenticatorData(parsing: bytes) }
    }

    @Test func readsTheFixedPart() throws {
        let data = try AuthenticatorData(parsing: bytes([.userPresent, .backupEligible]))
        #expect(data.signCount == 0x0102)
        #expect(data.flags == [.userPresent, .backupEligible])
        #expect(data.relyingPartyIDHash == [UInt8](repeating: 9, count: 32))
        #expect(data.attested == nil)
        #expect(data.extensions == nil)
    }

    @Test func readsCredentialAndExtensions() throws {
        let data = try AuthenticatorData(
            parsing: bytes([.attestedCredential, .extensions], attested() + [0xA1, 0x61, 0x61, 0xF5])
        )
        #expect(data.attested?.id.bytes.count == 16)
        #expect(data.attested?.publicKey.encoded == (try CredentialKey.key(.es256).cose))
        #expect(data.extensions?["a"] == .bool(true))
    }

    /// attacks 4.1 #11: reserved bits mean nothing yet.
    @Test func ignoresReservedFlags() throws {
        #expect(try refusal(bytes(AuthenticatorFlags(rawValue: 0x23))) == nil)
    }

    @Test func refusesWhatIsShorterThanTheFixedPart() throws {
        for count in [0, 1, 36] {
            #expect(try refusal(Array(bytes([]).prefix(count))) == .authenticatorDataShort)
        }
    }

    @Test func refusesLeftovers() throws {
        #expect(try refusal(bytes([], [0])) == .authenticatorDataTrailing)
        #expect(try refusal(bytes(.attestedCredential, attested() + [0])) == .authenticatorDataTrailing)
        #expect(try refusal(bytes(.extensions, [0xA0, 0])) == .authenticatorDataTrailing)
        // A map without the flag, and a credential without the flag.
        #expect(try refusal(bytes(.attestedCredential, attested() + [0xA0])) == .authenticatorDataTrailing)
        #expect(try refusal(bytes([], attested())) == .authenticatorDataTrailing)
    }

    @Test func refusesAFlagWithoutItsData() throws {
        #expect(try refusal(bytes(.extensions)) == .cborTruncated)
        #expect(try refusal(bytes(.attestedCredential)) == .attestedDataShort)
        #expect(try refusal(bytes([.attestedCredential, .extensions], attested())) == .cborTruncated)
    }

    @Test func refusesExtensionsThatAreNoMapOfNames() throws {
        #expect(try refusal(bytes(.extensions, [0x80])) == .extensionsMalformed)
        #expect(try refusal(bytes(.extensions, [0xA1, 0x01, 0x00])) == .extensionsMalformed)
    }

    @Test func refusesACredentialThatIsCutOff() throws {
        let whole = try attested()
        for count in 1..<34 {
            #expect(try refusal(bytes(.attestedCredential, Array(whole.prefix(count)))) == .attestedDataShort)
        }
        #expect(try refusal(bytes(.attestedCredential, Array(whole.prefix(60)))) == .cborTruncated)
    }

    /// attacks 4.1 #12.
    @Test func refusesCredentialIDsOfOtherLengthsThanTheStandards() throws {
        #expect(try refusal(bytes(.attestedCredential, attested(idLength: 0))) == .credentialIDLength)
        #expect(try refusal(bytes(.attestedCredential, attested(idLength: 1_023))) == nil)
        #expect(try refusal(bytes(.attestedCredential, attested(idLength: 1_024))) == .credentialIDLength)
        #expect(
            try refusal(bytes(.attestedCredential, attested(idLength: 0xFFFF, id: [1]))) == .attestedDataShort
        )
    }
}
