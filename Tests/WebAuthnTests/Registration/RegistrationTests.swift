import Encoding
import TestSupport
import Testing

@testable import WebAuthn

/// WebAuthn Level 3 section 7.1: a registration is right in every step, or refused at that step.
@Suite struct RegistrationTests {
    @Test(arguments: COSEAlgorithm.allCases)
    func acceptsEveryAlgorithm(_ algorithm: COSEAlgorithm) async throws {
        let forge = try RegistrationForge("none", algorithm)
        let verified = try await forge.verify()
        #expect(verified.credentialID.bytes == forge.credentialID)
        #expect(verified.publicKey.encoded == forge.publicKey)
        #expect(verified.publicKey.algorithm == algorithm)
    }

    /// attacks 4.1 #23: what is to be stored comes out.
    @Test func yieldsTheCredentialRecord() async throws {
        let forge = try RegistrationForge.broken { $0.signCount = 7 }
        let verified = try await forge.verify()
        #expect(verified.signCount == 7)
        #expect(verified.isUserVerified)
        #expect(verified.isBackupEligible)
        #expect(verified.isBackedUp)
        #expect(verified.aaguid.bytes == forge.aaguid)
        #expect(verified.transports == ["internal", "hybrid"])
        #expect(verified.attestationFormat == .none)
        #expect(verified.attestation == .none)
        #expect(!verified.hasShortID)
    }

    // MARK: Client data

    /// attacks 4.1 #3.
    @Test func refusesClientDataOfASignIn() async throws {
        let forge = try RegistrationForge.broken { $0.clientData["type"] = "webauthn.get" }
        #expect(try await forge.refusal() == .clientDataType)
    }

    /// attacks 4.1 #3, 4.2 #37.
    @Test func refusesAnotherChallenge() async throws {
        let forge = try RegistrationForge("none")
        #expect(try await forge.refusal { $0.challenge = Challenge(recorded: Array(1..<33)) } == .challenge)
        // Prefixes, and the same in another encoding.
        #expect(try await forge.refusal { $0.challenge = Challenge(recorded: Array(0..<31)) } == .challenge)
        let padded = try RegistrationForge.broken { $0.clientData["challenge"] = .string($0.challenge.text + "=") }
        #expect(try await padded.refusal() == .challenge)
    }

    /// attacks 4.1 #4.
    @Test(arguments: [
        "http://id.example.org", "https://id.example.org:8443", "https://id.example.org/", "https://ID.example.org",
        "https://evil.id.example.org", "https://id.example.org.evil.com", "https://example.org", "null", "",
        "android:apk-key-hash:AAAA", "https://id.example.org\u{0301}",
    ])
    func refusesOtherOrigins(_ origin: String) async throws {
        let forge = try RegistrationForge.broken { $0.clientData["origin"] = .string(origin) }
        #expect(try await forge.refusal() == .origin)
    }

    @Test func acceptsEachListedOrigin() async throws {
        let forge = try RegistrationForge.broken { $0.clientData["origin"] = "android:apk-key-hash:AAAA" }
        #expect(try await forge.refusal { $0.relyingParty.origins.append("android:apk-key-hash:AAAA") } == nil)
    }

    /// attacks 4.1 #5.
    @Test func refusesFramesUnlessTheyAreAllowed() async throws {
        var forge = try RegistrationForge.broken { $0.clientData["crossOrigin"] = true }
        #expect(try await forge.refusal() == .crossOrigin)
        #expect(try await forge.refusal { $0.relyingParty.embedding = .allowed(topOrigins: []) } == nil)
        forge.clientData["topOrigin"] = "https://shop.example.com"
        #expect(try await forge.refusal() == .crossOrigin)
        #expect(try await forge.refusal { $0.relyingParty.embedding = .allowed(topOrigins: []) } == .topOrigin)
        #expect(
            try await forge.refusal {
                $0.relyingParty.embedding = .allowed(topOrigins: ["https://shop.example.com"])
            } == nil
        )
        #expect(
            try await forge.refusal {
                $0.relyingParty.embedding = .allowed(topOrigins: ["https://shop.example.com:444"])
            } == .topOrigin
        )
    }

    /// attacks 4.1 #5.
    @Test func refusesAPageAroundNoFrame() async throws {
        let forge = try RegistrationForge.broken { $0.clientData["topOrigin"] = "https://shop.example.com" }
        let code = try await forge.refusal {
            $0.relyingParty.embedding = .allowed(topOrigins: ["https://shop.example.com"])
        }
        #expect(code == .topOriginAlone)
    }

    /// attacks 4.1 #3.
    @Test func stripsOneByteOrderMark() async throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(try await RegistrationForge.broken { $0.editClientData = { mark + $0 } }.refusal() == nil)
        let twice = try RegistrationForge.broken { $0.editClientData = { mark + mark + $0 } }
        #expect(try await twice.refusal() == .clientDataNotJSON)
    }

    /// attacks 4.1 #3, #6.
    @Test func refusesClientDataThatIsNotOneStrictObject() async throws {
        let edits: [([UInt8]) -> [UInt8]] = [
            { _ in [] }, { $0.dropLast() }, { $0 + [0x20, 0x7B] }, { _ in Array("[]".utf8) },
            { _ in Array("null".utf8) },
            { Array(#"{"type":"webauthn.get","#.utf8) + $0.dropFirst() }, { $0.flatMap { [$0, 0] } },
            { $0.dropLast() + Array(",\"x\":\"\u{0}\"}".utf8) }, { $0.dropLast() + [0x2C, 0x22, 0xFF, 0x22, 0x7D] },
        ]
        for edit in edits {
            let forge = try RegistrationForge.broken { $0.editClientData = edit }
            #expect(try await forge.refusal() == .clientDataNotJSON)
        }
    }

    @Test func refusesClientDataWithoutItsMembers() async throws {
        for name in ["type", "challenge", "origin"] {
            #expect(try await RegistrationForge.broken { $0.clientData[name] = nil }.refusal() == .clientDataMember)
            #expect(try await RegistrationForge.broken { $0.clientData[name] = 1 }.refusal() == .clientDataMember)
        }
        for name in ["crossOrigin", "topOrigin"] {
            #expect(try await RegistrationForge.broken { $0.clientData[name] = 0 }.refusal() == .clientDataMember)
            #expect(try await RegistrationForge.broken { $0.clientData[name] = .null }.refusal() == .clientDataMember)
        }
    }

    /// attacks 4.1 #6.
    @Test func ignoresTokenBindingAndUnknownMembers() async throws {
        let forge = try RegistrationForge.broken {
            $0.clientData["tokenBinding"] = ["status": "supported"]
            $0.clientData["new_keys_may_be_added_here"] = [1, ["a": .null]]
            $0.clientData["crossOrigin"] = nil
        }
        #expect(try await forge.refusal() == nil)
    }

    // MARK: Authenticator data

    /// attacks 4.1 #9.
    @Test func refusesAnotherRelyingParty() async throws {
        let forge = try RegistrationForge.broken { $0.relyingPartyID = "example.org" }
        #expect(try await forge.refusal() == .relyingPartyID)
    }

    /// attacks 4.1 #10.
    @Test func refusesAbsenceUnlessMediationWasConditional() async throws {
        let forge = try RegistrationForge.broken { $0.flags.remove(.userPresent) }
        #expect(try await forge.refusal() == .userPresence)
        #expect(try await forge.refusal { $0.isConditional = true } == nil)
    }

    /// attacks 4.1 #11.
    @Test func refusesNoVerificationWhereItIsRequired() async throws {
        let forge = try RegistrationForge.broken { $0.flags.remove(.userVerified) }
        #expect(try await forge.refusal { $0.userVerification = .required } == .userVerification)
        #expect(try await forge.refusal { $0.userVerification = .preferred } == nil)
        #expect(try await !forge.verify().isUserVerified)
    }

    /// attacks 4.1 #11.
    @Test func refusesABackupOfWhatCannotBeBackedUp() async throws {
        let forge = try RegistrationForge.broken { $0.flags.remove(.backupEligible) }
        #expect(try await forge.refusal() == .backupState)
    }

    /// attacks 4.1 #12.
    @Test func refusesARegistrationWithoutCredential() async throws {
        let forge = try RegistrationForge.broken { $0.flags.remove(.attestedCredential) }
        #expect(try await forge.refusal() == .attestedDataMissing)
    }

    /// attacks 4.1 #12.
    @Test func refusesAnIDThatIsNotTheAuthenticators() async throws {
        let forge = try RegistrationForge.broken {
            $0.editReply = { reply in
                reply["id"] = .string(Base64URL.encode([UInt8](repeating: 1, count: 32)))
                reply["rawId"] = reply["id"]
            }
        }
        #expect(try await forge.refusal() == .attestedIDMismatch)
    }

    /// attacks 4.1 #12: taken, and named.
    @Test func namesShortIDs() async throws {
        #expect(try await RegistrationForge.broken { $0.credentialID = [1] }.verify().hasShortID)
        #expect(try await !RegistrationForge.broken { $0.credentialID = [UInt8](0..<16) }.verify().hasShortID)
    }

    /// attacks 4.1 #13.
    @Test func refusesAlgorithmsThatWereNotOffered() async throws {
        let forge = try RegistrationForge("none", .rs256)
        #expect(try await forge.refusal { $0.algorithms = [.es256, .edDSA] } == .keyNotAllowed)
    }

    /// attacks 4.1 #24.
    @Test func ignoresUnsolicitedExtensions() async throws {
        let outputs = ForgedCBOR.members([("credProtect", .number(2)), ("hmac-secret", .bool(true))])
        let forge = try RegistrationForge.broken {
            $0.flags.insert(.extensions)
            $0.extensions = outputs.encoded
            $0.editReply = { $0["clientExtensionResults"] = ["prf": ["enabled": true], "x": [1, .null]] }
        }
        #expect(try await forge.refusal() == nil)
    }

    // MARK: The attestation object

    /// attacks 4.1 #7.
    @Test func refusesBytesBehindTheAttestationObject() async throws {
        #expect(try await RegistrationForge.broken { $0.trailer = [0] }.refusal() == .cborTrailing)
    }

    /// attacks 4.1 #7.
    @Test func refusesOtherMembersThanTheThree() async throws {
        let edits: [(inout [(String, ForgedCBOR)]) -> Void] = [
            { $0.removeFirst() }, { $0.removeLast() }, { $0.remove(at: 1) }, { $0.append(("epAtt", .bool(true))) },
            { $0[0].1 = .bytes(Array("none".utf8)) }, { $0[1].1 = .array([]) }, { $0[2].1 = .text("x") },
            { $0[0].0 = "Fmt" },
        ]
        for edit in edits {
            #expect(try await RegistrationForge.broken { $0.editObject = edit }.refusal() == .attestationMalformed)
        }
        let twice = try RegistrationForge.broken { $0.editObject = { $0.append($0[0]) } }
        #expect(try await twice.refusal() == .cborDuplicate)
    }

    /// attacks 4.1 #7: browsers write them in orders of their own.
    @Test func acceptsMembersInAnyOrder() async throws {
        #expect(try await RegistrationForge.broken { $0.editObject = { $0.reverse() } }.refusal() == nil)
    }

    /// attacks 4.1 #14, #20.
    @Test(
        arguments: [
            ("None", .attestationFormat), ("none ", .attestationFormat), ("", .attestationFormat),
            ("android-safetynet", .attestationSafetyNet), ("compound", .attestationCompound),
            ("tpm2", .attestationFormat),
        ] as [(String, WebAuthnCode)]
    )
    func refusesOtherFormats(_ name: String, _ code: WebAuthnCode) async throws {
        let forge = try RegistrationForge.broken { $0.editObject = { $0[0].1 = .text(name) } }
        #expect(try await forge.refusal() == code)
    }

    /// attacks 4.1 #20: the statement of compound is an array.
    @Test func refusesCompoundByItsName() async throws {
        let forge = try RegistrationForge.broken {
            $0.editObject = {
                $0[0].1 = .text("compound")
                $0[1].1 = .array([])
            }
        }
        #expect(try await forge.refusal() == .attestationCompound)
    }

    /// attacks 4.1 #14.
    @Test func refusesNoneWithAStatement() async throws {
        let forge = try RegistrationForge.broken { $0.editStatement = { $0.append(("x", .number(1))) } }
        #expect(try await forge.refusal() == .attestationNotNone)
    }
}
