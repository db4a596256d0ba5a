import Encoding
import JOSE
import TestSupport
import Testing

/// The form of a compact token, one thing broken at a time. The signature over each header holds: it is never the reason.
@Suite struct CompactJWSTests {
    private let forge = TokenForge()

    private func refusal(of text: String) -> JOSEError? {
        do throws(JOSEError) {
            _ = try UnverifiedJWS(parsing: text).verified(by: forge.key.publicKey)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: SigningAlgorithm.allCases)
    func acceptsWhatWeSign(algorithm: SigningAlgorithm) throws {
        let key = SigningKey.generate(algorithm)
        let payload = Array("{}".utf8)
        let verified = try UnverifiedJWS(parsing: try key.sign(type: "at+jwt", payload: payload))
            .verified(by: key.publicKey)
        #expect(verified.payload == payload)
        #expect(verified.header.keyIdentifier == key.identifier)
        #expect(verified.header.isOfType("at+jwt"))
        #expect(verified.header.algorithm == algorithm.verification)
    }

    /// attacks 5.4 #26: `none` in all spellings, HMACs, other names, other types, none at all.
    @Test(arguments: [
        "\"none\"", "\"None\"", "\"NONE\"", "\"nOnE\"", "\"\"", "\"HS256\"", "\"HS512\"", "\"es256\"", "\"ES256K\"",
        "\"ES256 \"", "\"ES256\\u0020\"", "[\"ES256\"]", "null", "true", "256", "{}",
    ])
    func refusesAlgorithmsThatAreNotOnTheList(value: String) throws {
        let value = try StrictJSON.parse(Array(value.utf8))
        #expect(refusal(of: try forge.token(header: { $0["alg"] = value })) == .algorithmNotAllowed)
    }

    @Test func refusesHeaderWithoutAlgorithm() throws {
        #expect(refusal(of: try forge.token(header: { $0["alg"] = nil })) == .algorithmNotAllowed)
    }

    /// attacks 5.4 #26: another algorithm of the list than the key's own.
    @Test(arguments: VerificationAlgorithm.allCases.filter { $0 != .es256 })
    func refusesAlgorithmsThatAreNotTheKeys(algorithm: VerificationAlgorithm) throws {
        #expect(
            refusal(of: try forge.token(header: { $0["alg"] = .string(algorithm.rawValue) })) == .algorithmMismatch
        )
    }

    /// attacks 5.4 #28, #30: what would choose the rules, the encoding or the key.
    @Test(arguments: [
        ("crit", "[\"exp\"]", JOSEError.criticalExtension), ("crit", "[]", .criticalExtension),
        ("b64", "false", .unencodedPayload), ("b64", "true", .unencodedPayload), ("zip", "\"DEF\"", .compressed),
        ("cty", "\"JWT\"", .nestedToken), ("jwk", "{\"kty\":\"EC\"}", .embeddedKey),
        ("jku", "\"https://evil.example/jwks.json\"", .embeddedKey), ("x5u", "\"https://evil.example\"", .embeddedKey),
        ("x5c", "[\"MII\"]", .embeddedKey), ("x5t", "\"AA\"", .embeddedKey), ("x5t#S256", "\"AA\"", .embeddedKey),
    ])
    func refusesHeadersThatTakeTheChoiceFromUs(name: String, value: String, error: JOSEError) throws {
        let value = try StrictJSON.parse(Array(value.utf8))
        #expect(refusal(of: try forge.token(header: { $0[name] = value })) == error)
    }

    /// RFC 7515 section 4: what is not understood, and changes nothing, is ignored.
    @Test func ignoresOtherHeaderMembers() throws {
        #expect(refusal(of: try forge.token(header: { $0["iat"] = 5 })) == nil)
    }

    /// attacks 5.4 #29: names of keys are short visible ASCII; no path, no bytes of other kinds, no 10 kB.
    @Test(arguments: [
        "", " ", "a b", "a\nb", "a\u{0}b", "ключ", "é", "\u{212A}", String(repeating: "a", count: 257),
        String(repeating: "a", count: 10_000),
    ])
    func refusesKeyIdentifiersOfOtherCharacters(text: String) throws {
        // Written by hand, for our own reader refuses to make a NUL.
        let escaped = text.unicodeScalars.map { $0.value < 0x20 ? "\\u000\($0.value)" : String($0) }.joined()
        let header = #"{"alg":"ES256","typ":"at+jwt","kid":"\#(escaped)"}"#
        let error = refusal(of: try forge.token(headerBytes: Array(header.utf8)))
        #expect(error == .malformedKeyIdentifier || error == .malformedHeader || error == .tooLong)
        #expect(throws: JOSEError.malformedKeyIdentifier) { try KeyIdentifier(text) }
    }

    @Test(arguments: ["5", "null", "[\"a\"]"])
    func refusesKeyIdentifiersAndTypesThatAreNoStrings(value: String) throws {
        let value = try StrictJSON.parse(Array(value.utf8))
        #expect(refusal(of: try forge.token(header: { $0["kid"] = value })) == .malformedKeyIdentifier)
        #expect(refusal(of: try forge.token(header: { $0["typ"] = value })) == .malformedType)
    }

    /// attacks 5.4 #31: duplicate members, also through escapes.
    @Test(arguments: [
        #"{"alg":"ES256","alg":"ES256","typ":"at+jwt"}"#, #"{"alg":"ES256","a\u006cg":"none","typ":"at+jwt"}"#,
        #"{"kid":"a","alg":"ES256","k\u0069d":"b"}"#,
    ])
    func refusesDuplicateHeaderMembers(header: String) throws {
        #expect(refusal(of: try forge.token(headerBytes: Array(header.utf8))) == .malformedHeader)
    }

    /// attacks 5.4 #32: byte order marks, UTF-16, NUL; and what is no object.
    @Test func refusesHeadersThatAreNotStrictUTF8() throws {
        let good = #"{"alg":"ES256","typ":"at+jwt"}"#
        let headers: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + Array(good.utf8), good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            Array((good + "\u{0}").utf8), Array((good + "{}").utf8), Array("[]".utf8), Array("null".utf8),
            Array(#"{"alg":"ES256","typ":"\#u{0}"}"#.utf8), [0xFF, 0xFE], Array(#"{"alg":"ES256","x":"\ud800"}"#.utf8),
        ]
        for header in headers {
            #expect(refusal(of: try forge.token(headerBytes: header)) == .malformedHeader)
        }
        #expect(refusal(of: try forge.token(headerBytes: Array(good.utf8))) == nil)
    }

    /// attacks 5.4 #35: the alphabet, padding, white space, trailing bits, impossible lengths.
    @Test func refusesTextThatIsNotCanonicalBase64URL() throws {
        let parts = try forge.token().split(separator: ".").map(String.init)
        let signature = parts[2]
        let last = try #require(signature.last)
        // 64 bytes leave four unused bits in the last character: its successor in the alphabet differs in one of them.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let next = alphabet[try #require(alphabet.firstIndex(of: last)) + 1]
        let broken = [
            signature + "=", signature + "==", signature + "\n", " " + signature, signature + "A",
            String(signature.dropLast()) + String(next), String(signature.dropLast()) + "+",
            String(signature.dropLast()) + "/", String(signature.dropLast()) + "é",
        ]
        for signature in broken {
            let error = refusal(of: "\(parts[0]).\(parts[1]).\(signature)")
            #expect(error == .notBase64URL || error == .invalidSignature, "\(signature)")
        }
        #expect(refusal(of: "\(parts[0])=.\(parts[1]).\(signature)") == .notBase64URL)
        #expect(refusal(of: "\(parts[0]).\(parts[1])\n.\(signature)") == .notBase64URL)
    }

    /// attacks 5.4 #28, #35: other numbers of parts, empty ones, a JWE, the JSON serialization.
    @Test func refusesOtherThanThreeParts() throws {
        let token = try forge.token()
        let parts = token.split(separator: ".").map(String.init)
        let table: [(String, JOSEError)] = [
            ("", .notThreeParts), (".", .notThreeParts), ("..", .emptyPart), (parts[0], .notThreeParts),
            ("\(parts[0]).\(parts[1])", .notThreeParts), ("\(parts[0]).\(parts[1]).", .emptyPart),
            (".\(parts[1]).\(parts[2])", .emptyPart), (token + ".", .emptyPart), ("." + token, .emptyPart),
            (token + "." + parts[2], .notThreeParts), ("\(token).\(parts[1]).\(parts[2])", .notThreeParts),
            (#"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#, .notThreeParts),
            (" " + token, .notBase64URL), (token + " ", .notBase64URL), (token + "\n", .notBase64URL),
        ]
        for (text, error) in table { #expect(refusal(of: text) == error, "\(text)") }
    }

    /// attacks 5.4 #36: DER, other lengths, zeros.
    @Test func refusesSignaturesInOtherForms() throws {
        let token = try forge.token()
        let input = token.prefix(upTo: try #require(token.lastIndex(of: ".")))
        let signature = try Base64URL.decode(String(token.suffix(86)))
        let forms: [[UInt8]] = [
            [UInt8](repeating: 0, count: 64), Array(signature.dropLast()), signature + [0],
            [0] + signature, [0x30, 0x44, 0x02, 0x20] + signature.prefix(32) + [0x02, 0x20] + signature.suffix(32),
            Array(signature.prefix(32)) + [UInt8](repeating: 0, count: 32),
            [UInt8](repeating: 0, count: 32) + Array(signature.suffix(32)), [UInt8](repeating: 0xFF, count: 64),
        ]
        for form in forms {
            #expect(refusal(of: "\(input).\(Base64URL.encode(form))") == .invalidSignature)
        }
    }

    /// attacks 5.4 #36: s and n - s are both signatures, which is why a token's bytes are no identifier.
    @Test func acceptsTheOtherFormOfAnECDSASignature() throws {
        let token = try forge.token()
        let input = token.prefix(upTo: try #require(token.lastIndex(of: ".")))
        let signature = try Base64URL.decode(String(token.suffix(86)))
        let other = Array(signature.prefix(32)) + P256Order.negate(Array(signature.suffix(32)))
        #expect(refusal(of: "\(input).\(Base64URL.encode(other))") == nil)
    }

    /// attacks 5.4 #38: too long is refused before anything is decoded; depth and number of members are bounded.
    @Test func refusesHugeTokens() throws {
        let long = try forge.token(payload: [UInt8](repeating: 0x20, count: 8_192))
        #expect(refusal(of: long) == .tooLong)
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        let header = #"{"alg":"ES256","x":\#(deep)}"#
        #expect(refusal(of: try forge.token(headerBytes: Array(header.utf8))) == .malformedHeader)
        let members = (0..<100).map { #""m\#($0)":0"# }.joined(separator: ",")
        #expect(
            refusal(of: try forge.token(headerBytes: Array(#"{"alg":"ES256",\#(members)}"#.utf8))) == .malformedHeader
        )
    }

    @Test func refusesEverySingleBitFlip() throws {
        let token = try UnverifiedJWS(parsing: try forge.token()).verified(by: forge.key.publicKey)
        let message = token.payload
        let signature = try forge.key.signature(over: message)
        for bit in 0..<(signature.count * 8) {
            var flipped = signature
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!forge.key.publicKey.isValidSignature(flipped, for: message))
        }
    }
}
