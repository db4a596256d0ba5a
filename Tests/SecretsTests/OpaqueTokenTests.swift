import Encoding
import Secrets
import Testing

@Suite struct OpaqueTokenTests {
    private static let workspace = [UInt8](repeating: 0x11, count: 16)
    private static let secret = [UInt8](repeating: 0x22, count: OpaqueToken.secretBytes)
    /// SHA-256 of `ogr`, the workspace and the secret, cut to 4 bytes, computed by another program.
    private static let digits = String(repeating: "11", count: 16) + String(repeating: "22", count: 32) + "c16d6dc6"
    private static let refreshText = "ogr_\(digits)"

    private func token(_ kind: OpaqueTokenKind = .refresh, secret: [UInt8] = Self.secret) -> OpaqueToken {
        OpaqueToken(kind: kind, workspace: Self.workspace, secret: secret)
    }

    // attacks 5.5 #44
    @Test func hasPrefixWorkspaceSecretAndChecksum() throws {
        #expect(token().text.expose() == Self.refreshText)
        let parsed = try #require(OpaqueToken(parsing: Self.refreshText, as: .refresh))
        #expect(parsed.kind == .refresh)
        #expect(parsed.workspace == Self.workspace)
        #expect(parsed.text.expose() == Self.refreshText)
        #expect(parsed.hash == token().hash)
    }

    @Test func printsNothing() {
        #expect(!"\(token().text)".contains("2222"))
    }

    @Test func hasAPrefixOfItsOwnForEachKind() {
        let prefixes = OpaqueTokenKind.allCases.map(\.rawValue)
        #expect(Set(prefixes).count == prefixes.count)
        #expect(prefixes.allSatisfy { $0.utf8.count == 3 && $0.hasPrefix("og") })
    }

    // attacks 5.5 #46
    @Test(arguments: OpaqueTokenKind.allCases, OpaqueTokenKind.allCases)
    func crossesNoKinds(kind: OpaqueTokenKind, door: OpaqueTokenKind) {
        let text = token(kind).text.expose()
        #expect((OpaqueToken(parsing: text, as: door) != nil) == (kind == door))
        guard kind != door else { return }
        // The checksum covers the kind: another prefix before the same digits is no token either.
        let relabelled = "\(door.rawValue)_\(text.dropFirst(4))"
        #expect(OpaqueToken(parsing: relabelled, as: door) == nil)
        #expect(OpaqueToken(parsing: relabelled, as: kind) == nil)
    }

    // attacks 5.5 #44
    @Test func refusesEveryChangeOfOneCharacter() {
        let text = Array(Self.refreshText.utf8)
        let characters = Array("0123456789abcdefABCDEFgo_- \n".utf8) + [0x00, 0x80]
        for place in text.indices {
            for character in characters where character != text[place] {
                var changed = text
                changed[place] = character
                let spelled = String(decoding: changed, as: UTF8.self)
                for kind in OpaqueTokenKind.allCases where OpaqueToken(parsing: spelled, as: kind) != nil {
                    Issue.record("character \(place) changed to \(character) is a token of kind \(kind)")
                }
            }
        }
    }

    @Test func refusesSwappedNeighbours() {
        let varied = token(secret: [UInt8](0..<32)).text.expose()
        let text = Array(varied.utf8)
        for place in text.indices.dropLast() where text[place] != text[place + 1] {
            var changed = text
            changed.swapAt(place, place + 1)
            #expect(OpaqueToken(parsing: String(decoding: changed, as: UTF8.self), as: .refresh) == nil)
        }
    }

    @Test(
        arguments: [
            "", "ogr", "ogr_", refreshText.uppercased(), "ogr_\(digits.uppercased())", "OGR_\(digits)",
            " \(refreshText)",
            "\(refreshText) ", "\(refreshText)\n", "\(refreshText)\u{0}", "\(refreshText)00", "\(refreshText)6",
            "ogr_\(digits.dropLast())", "ogr_\(digits.dropLast(2))", "ogr_\(digits.dropFirst())", "gr_\(digits)",
            "\(digits)",
            "ogr-\(digits)", "ogr\(digits)", "ogr__\(digits)", "ogr_ogr_\(digits)", "\(refreshText)\(refreshText)",
            "Bearer \(refreshText)", "\u{FEFF}\(refreshText)", "ogr_\(digits.dropLast())６", "\(refreshText)\u{301}",
        ] as [String]
    )
    func refusesOtherForms(text: String) {
        #expect(OpaqueToken(parsing: text, as: .refresh) == nil)
    }

    @Test(arguments: [0, 15, 17, 32])
    func makesNoTokenOfAWorkspaceOfAnotherLength(count: Int) {
        let workspace = [UInt8](repeating: 0x11, count: count)
        let token = OpaqueToken(kind: .api, workspace: workspace, secret: Self.secret)
        #expect(OpaqueToken(parsing: token.text.expose(), as: .api) == nil)
    }

    // attacks 5.5 #44
    @Test func isStoredAsTheHashOfItsText() {
        #expect(token().hash == SecretHash(of: Self.refreshText.utf8))
        #expect(token().hash == SecretHash(of: token().text))
        #expect(token(.api).hash != token().hash)
        // FIPS 180-4's example "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(Hex.encode(SecretHash(of: "abc".utf8).bytes) == abc)
    }

    @Test(arguments: [0, 31, 33])
    func takesNoStoredHashOfAnotherLength(count: Int) {
        #expect(SecretHash(stored: [UInt8](repeating: 1, count: count)) == nil)
        #expect(SecretHash(stored: token().hash.bytes) == token().hash)
    }

    // MARK: Successors

    private let key = Secret([UInt8](0..<32))

    /// HMAC-SHA-256 under the key over `successor/ogr/`, the workspace and the secret, computed by another program.
    @Test func derivesItsSuccessor() throws {
        let successor = token().successor(under: key)
        let secret = "add33766c52c47c19c73443a36207cae48d8515d642f32aba32a5e232a466797"
        #expect(successor.text.expose().dropFirst(4 + 32).dropLast(8) == secret)
        #expect(successor.kind == .refresh)
        #expect(successor.workspace == Self.workspace)
        #expect(OpaqueToken(parsing: successor.text.expose(), as: .refresh)?.hash == successor.hash)
    }

    @Test func hasOneSuccessor() throws {
        let parsed = try #require(OpaqueToken(parsing: Self.refreshText, as: .refresh))
        #expect(token().successor(under: key).hash == parsed.successor(under: key).hash)
    }

    @Test func hasAnotherSuccessorWhereAnythingDiffers() {
        var otherSecret = Self.secret
        otherSecret[31] ^= 1
        var otherWorkspace = Self.workspace
        otherWorkspace[0] ^= 1
        let successor = token().successor(under: key)
        let secrets = [
            token(),
            successor,
            successor.successor(under: key),
            token().successor(under: Secret([UInt8](1..<33))),
            token(.api).successor(under: key),
            token(secret: otherSecret).successor(under: key),
            OpaqueToken(kind: .refresh, workspace: otherWorkspace, secret: Self.secret).successor(under: key),
        ].map { String($0.text.expose().dropFirst(4 + 32).dropLast(8)) }
        #expect(Set(secrets).count == secrets.count)
    }
}
