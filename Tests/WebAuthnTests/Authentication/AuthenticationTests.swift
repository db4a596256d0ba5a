import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// WebAuthn Level 3 section 7.2: an authentication is right in every step, or refused at that step.
@Suite struct AuthenticationTests {
    @Test(arguments: COSEAlgorithm.allCases)
    func acceptsEveryAlgorithm(_ algorithm: COSEAlgorithm) throws {
        let verified = try AuthenticationForge(algorithm).verify()
        #expect(verified.credentialID.bytes == [UInt8](32..<64))
        #expect(verified.isUserVerified)
        #expect(verified.isBackedUp)
        #expect(!verified.isPossibleClone)
    }

    // MARK: Whose credential

    /// attacks 4.2 #26.
    @Test func refusesACredentialThatWasNotOffered() throws {
        let forge = try AuthenticationForge()
        let (own, other) = (try CredentialID(forge.credentialID), try CredentialID([9]))
        #expect(try forge.refusal { $0.allowedCredentials = [other] } == .credentialNotOffered)
        #expect(try forge.refusal { $0.allowedCredentials = [other, own] } == nil)
    }

    @Test func refusesAnotherCredentialThanTheRecords() throws {
        let forge = try AuthenticationForge.broken { $0.credentialID = [UInt8](repeating: 1, count: 32) }
        #expect(try forge.refusal() == .credentialUnknown)
    }

    /// attacks 4.2 #27.
    @Test func refusesAnotherUsersHandle() throws {
        let forge = try AuthenticationForge.broken { $0.userHandle = [UInt8](repeating: 0x56, count: 64) }
        #expect(try forge.refusal { $0.identification = .beforeCeremony } == .userHandle)
        #expect(try forge.refusal { $0.identification = .byCredential } == .userHandle)
    }

    /// attacks 4.2 #27.
    @Test func demandsAHandleOfWhomItDoesNotKnow() throws {
        let forge = try AuthenticationForge.broken { $0.userHandle = nil }
        #expect(try forge.refusal { $0.identification = .byCredential } == .userHandleMissing)
        #expect(try forge.refusal { $0.identification = .beforeCeremony } == nil)
    }

    // MARK: Client data

    /// attacks 4.2 #28, #37: a registration's reply is no sign-in.
    @Test func refusesClientDataOfARegistration() throws {
        let forge = try AuthenticationForge.broken { $0.clientData["type"] = "webauthn.create" }
        #expect(try forge.refusal() == .clientDataType)
    }

    /// attacks 4.2 #28, #37: of another session or user, and the one before.
    @Test func refusesAnotherChallenge() throws {
        let other = Challenge(recorded: Array(0..<32))
        #expect(try AuthenticationForge().refusal { $0.challenge = other } == .challenge)
    }

    /// attacks 4.2 #28, #40: related origins change nothing in our own list.
    @Test(arguments: ["https://id.example.org.", "https://*.example.org", "https://id.example.com"])
    func refusesOtherOrigins(_ origin: String) throws {
        let forge = try AuthenticationForge.broken { $0.clientData["origin"] = .string(origin) }
        #expect(try forge.refusal() == .origin)
    }

    /// attacks 4.2 #28.
    @Test func refusesFramesUnlessTheyAreAllowed() throws {
        let forge = try AuthenticationForge.broken {
            $0.clientData["crossOrigin"] = true
            $0.clientData["topOrigin"] = "https://shop.example.com"
        }
        #expect(try forge.refusal() == .crossOrigin)
        #expect(try forge.refusal { $0.relyingParty.embedding = .allowed(topOrigins: ["https://a.b"]) } == .topOrigin)
        let allowed = RelyingParty.Embedding.allowed(topOrigins: ["https://shop.example.com"])
        #expect(try forge.refusal { $0.relyingParty.embedding = allowed } == nil)
    }

    // MARK: Authenticator data

    /// attacks 4.2 #29.
    @Test func refusesAnotherRelyingParty() throws {
        let forge = try AuthenticationForge.broken { $0.relyingPartyID = "example.org" }
        #expect(try forge.refusal() == .relyingPartyID)
    }

    /// attacks 4.2 #29: appid is not configured, so its hash is another relying party's.
    @Test func refusesAnAppID() throws {
        let forge = try AuthenticationForge.broken {
            $0.relyingPartyID = "https://id.example.org"
            $0.editReply = { $0["clientExtensionResults"] = ["appid": true] }
        }
        #expect(try forge.refusal() == .relyingPartyID)
    }

    /// attacks 4.2 #29.
    @Test func refusesAbsence() throws {
        #expect(try AuthenticationForge.broken { $0.flags.remove(.userPresent) }.refusal() == .userPresence)
    }

    /// attacks 4.2 #29: preferred is never more than what the flag says.
    @Test func countsVerificationByItsFlagAlone() throws {
        let forge = try AuthenticationForge.broken { $0.flags.remove(.userVerified) }
        #expect(try forge.refusal { $0.userVerification = .required } == .userVerification)
        #expect(try !forge.verify().isUserVerified)
    }

    /// attacks 4.2 #30.
    @Test func refusesAChangedBackupEligibilityInBothDirections() throws {
        let forge = try AuthenticationForge()
        #expect(try forge.refusal(against: forge.record(isBackupEligible: false)) == .backupEligibility)
        let other = try AuthenticationForge.broken { $0.flags.subtract([.backupEligible, .backedUp]) }
        #expect(try other.refusal() == .backupEligibility)
        #expect(try other.refusal(against: other.record(isBackupEligible: false)) == nil)
    }

    /// attacks 4.2 #30.
    @Test func refusesABackupOfWhatCannotBeBackedUp() throws {
        let forge = try AuthenticationForge.broken { $0.flags.remove(.backupEligible) }
        #expect(try forge.refusal(against: forge.record(isBackupEligible: false)) == .backupState)
    }

    /// attacks 4.2 #30: the state may change.
    @Test func reportsTheBackupState() throws {
        #expect(try !AuthenticationForge.broken { $0.flags.remove(.backedUp) }.verify().isBackedUp)
    }

    /// attacks 4.2 #31.
    @Test func readsExtensionsToTheirEnd() throws {
        let forge = try AuthenticationForge.broken {
            $0.flags.insert(.extensions)
            $0.extensions = ForgedCBOR.members([("hmac-secret", .bytes([1, 2, 3]))]).encoded
        }
        #expect(try forge.refusal() == nil)
        let left = try AuthenticationForge.broken { $0.extensions = [0xA0] }
        #expect(try left.refusal() == .authenticatorDataTrailing)
        let none = try AuthenticationForge.broken { $0.flags.insert(.extensions) }
        #expect(try none.refusal() == .cborTruncated)
    }

    /// attacks 4.2 #31: unusual, and well formed.
    @Test func toleratesAWellFormedCredential() throws {
        let key = try CredentialKey.key(.es256).cose
        let forge = try AuthenticationForge.broken {
            $0.flags.insert(.attestedCredential)
            $0.extensions = [UInt8](repeating: 0, count: 16) + [0, 4, 1, 2, 3, 4] + key
        }
        #expect(try forge.refusal() == nil)
    }

    // MARK: Signature

    /// attacks 4.2 #32.
    @Test(arguments: COSEAlgorithm.allCases)
    func refusesASignatureOfAnotherKey(_ algorithm: COSEAlgorithm) throws {
        let forge = try AuthenticationForge.broken(algorithm) { forge in
            forge.editSignature = { signature in
                var changed = signature
                changed[signature.count - 1] ^= 1
                return changed
            }
        }
        #expect(try forge.refusal() == .signature)
    }

    /// attacks 4.2 #32: the bytes as received are signed, not what they mean.
    @Test func refusesTheSameClientDataWrittenAnew() throws {
        let forge = try AuthenticationForge.broken {
            $0.editReply = { reply in
                reply.editResponse { response in
                    let text = response["clientDataJSON"]?.string ?? ""
                    let bytes = (try? Base64URL.decode(text)) ?? []
                    response["clientDataJSON"] = .string(Base64URL.encode([0x20] + bytes))
                }
            }
        }
        #expect(try forge.refusal() == .signature)
    }

    /// attacks 4.2 #32: the algorithm is the record's.
    @Test func refusesASignatureOfAnotherAlgorithm() throws {
        let forge = try AuthenticationForge(.edDSA)
        let record = try forge.record(publicKey: CredentialKey.key(.rs256).cose)
        #expect(try forge.refusal(against: record) == .signature)
        let other = try forge.record(publicKey: CredentialKey.key(.es256).cose)
        #expect(try forge.refusal(against: other) == .signatureMalformed)
    }

    /// attacks 4.2 #33.
    @Test func refusesOtherFormsOfASignature() throws {
        let edits: [(name: String, edit: ([UInt8]) -> [UInt8])] = [
            ("empty", { _ in [] }), ("trailing", { $0 + [0] }), ("cut", { $0.dropLast() }),
            ("raw", { _ in [UInt8](repeating: 1, count: 64) }),
            ("long length", { [0x30, 0x81] + $0.dropFirst() }),
            ("set", { [0x31] + $0.dropFirst() }),
            ("padded r", { [0x30, $0[1] + 1, 0x02, $0[3] + 1, 0x00] + $0.dropFirst(4) }),
            ("negative r", { _ in [0x30, 0x06, 0x02, 0x01, 0x80, 0x02, 0x01, 0x01] }),
            ("empty r", { _ in [0x30, 0x05, 0x02, 0x00, 0x02, 0x01, 0x01] }),
            ("one number", { _ in [0x30, 0x03, 0x02, 0x01, 0x01] }),
            ("three numbers", { _ in [0x30, 0x09, 2, 1, 1, 2, 1, 1, 2, 1, 1] }),
            ("r too long", { _ in [0x30, 0x26, 0x02, 0x21] + [UInt8](repeating: 1, count: 33) + [0x02, 0x01, 0x01] }),
        ]
        for (name, edit) in edits {
            let forge = try AuthenticationForge.broken { $0.editSignature = edit }
            #expect(try forge.refusal() == .signatureMalformed, "\(name)")
        }
    }

    /// attacks 4.2 #33: r and s of zero, and of the group's order.
    @Test func refusesNumbersOutOfRange() throws {
        let order: [UInt8] =
            [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8) + [
                0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
            ]
        let whole = [0x02, 0x21, 0x00] + order
        for (r, s) in [([2, 1, 0], [2, 1, 0]), ([2, 1, 1], [2, 1, 0]), (whole, [2, 1, 1]), ([2, 1, 1], whole)] {
            let forge = try AuthenticationForge.broken {
                $0.editSignature = { _ in [0x30, UInt8(r.count + s.count)] + r + s }
            }
            #expect(try forge.refusal() == .signature)
        }
    }

    /// attacks 4.2 #33: lengths of RSA and Ed25519 signatures, and S not below the order.
    @Test func refusesOtherLengthsThanTheAlgorithms() throws {
        #expect(try AuthenticationForge.broken(.rs256) { $0.editSignature = { [0] + $0 } }.refusal() == .signature)
        #expect(try AuthenticationForge.broken(.rs256) { $0.editSignature = { $0.dropLast() } }.refusal() == .signature)
        #expect(
            try AuthenticationForge.broken(.edDSA) { $0.editSignature = { $0 + [0] } }.refusal() == .signatureMalformed
        )
        let malleable = try AuthenticationForge.broken(.edDSA) {
            $0.editSignature = { Self.addingOrder(to: $0) }
        }
        #expect(try malleable.refusal() == .signature)
    }

    /// Adds the order of the Ed25519 group to S, little-endian.
    private static func addingOrder(to signature: [UInt8]) -> [UInt8] {
        let order: [UInt8] =
            [
                0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
            ] + [UInt8](repeating: 0, count: 15) + [0x10]
        var (changed, carry) = (signature, 0)
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            changed[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        return changed
    }

    // MARK: Counter

    /// attacks 4.2 #34.
    @Test(
        arguments: [
            (0, 0, true), (0, 1, true), (5, 6, true), (5, .max, true), (5, 5, false), (5, 4, false), (1, 0, false),
            (.max, .max, false),
        ] as [(UInt32, UInt32, Bool)]
    )
    func comparesTheCounter(_ stored: UInt32, _ sent: UInt32, _ isFine: Bool) throws {
        let forge = try AuthenticationForge.broken { $0.signCount = sent }
        let record = try forge.record(signCount: stored)
        #expect(try forge.refusal(against: record) == (isFine ? nil : .signCount))
        let flagged = try forge.verify(against: record) { $0.clonePolicy = .flag }
        #expect(flagged.isPossibleClone == !isFine)
        #expect(flagged.signCount == sent)
    }

    /// attacks 4.2 #34, #35: before the signature the counter is anybody's word.
    @Test func judgesTheCounterAfterTheSignature() throws {
        let forge = try AuthenticationForge.broken {
            $0.signCount = 1
            $0.editSignature = { Array($0.dropLast()) + [($0.last ?? 0) ^ 1] }
        }
        #expect(try forge.refusal(against: forge.record(signCount: 5)) == .signature)
    }
}
