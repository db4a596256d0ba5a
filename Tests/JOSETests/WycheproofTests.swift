import Encoding
import JOSE
import TestSupport
import Testing

/// Wycheproof's vectors through our own code. Where our verdict differs from theirs, the table below says why; a
/// difference that is not in it fails.
@Suite("Wycheproof", .enabled(if: Vectors.arePresent))
struct WycheproofTests {
    /// Valid by Wycheproof, refused by us, and why.
    private static func reasonToRefuse(_ test: JSONValue, of group: WycheproofGroup) -> String? {
        switch (group.algorithm, test.object?["tcId"]?.integer) {
        case ("HS256", _), ("HS384", _), ("HS512", _):
            "symmetric: no HMAC is on our list, and `k` refuses a key"
        case ("ES521", _): "misnamed in the vector: RFC 7518 calls the algorithm of P-521 ES512"
        case ("PS256", 346), ("PS256", 350): "signed with PS384 under a key whose one algorithm is PS256"
        default: nil
        }
    }

    /// attacks 5.4 #26, #28, #30, #35, #37: accepted are exactly so many, and every difference has its reason.
    @Test(arguments: [
        ("json_web_signature_test", 32, 14), ("json_web_key_test", 1, 4), ("json_web_crypto_test", 2, 2),
    ])
    func agreesOnCompactTokensOrSaysWhyNot(file: String, expectedAccepted: Int, expectedDiffering: Int) throws {
        var (accepted, differing) = (0, 0)
        for group in try WycheproofGroup.groups(of: file) {
            // The mixed file has JWE too, which we read in no form.
            for test in group.tests where test.object?["jws"]?.string != nil {
                let isAccepted = Self.accepts(test, by: group)
                let isValid = test.object?["result"]?.string == "valid"
                if isAccepted { accepted += 1 }
                guard isAccepted != isValid else { continue }
                differing += 1
                let number = test.object?["tcId"]?.integer ?? 0
                #expect(isValid, "\(file) \(number): we accept what Wycheproof refuses")
                #expect(Self.reasonToRefuse(test, of: group) != nil, "\(file) \(number): refused without a reason")
            }
        }
        #expect(accepted == expectedAccepted)
        #expect(differing == expectedDiffering)
    }

    /// attacks 5.4 #35: the base64 group is under HMAC, which refuses it as a whole; so its parts are judged by
    /// themselves. 372 and 373 are valid there, by readers who skip foreign characters; 367 and 370 are sound text
    /// under a wrong code.
    @Test func refusesEveryPartThatIsNotBase64URL() throws {
        let groups = try WycheproofGroup.groups(of: "json_web_signature_test")
        let group = try #require(groups.first { $0.json["comment"]?.string == "base64" })
        var sound: [Int64] = []
        for test in group.tests {
            guard let text = test.object?["jws"]?.string, let number = test.object?["tcId"]?.integer else { continue }
            let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            if parts.allSatisfy({ (try? Base64URL.decode(utf8: Array($0)[...])) != nil }) { sound.append(number) }
        }
        #expect(sound == [357, 358, 359, 367, 370, 376, 377])
    }

    /// attacks 5.4 #36: r and s at zero, at the order, beyond it, in DER, of other lengths; a high s is accepted.
    @Test func agreesOnEveryRawECDSASignature() throws {
        try expectAgreement(on: "ecdsa_secp256r1_sha256_p1363_test", atLeast: 262)
    }

    /// attacks 5.4 #36: S beyond the order, and keys of small order.
    @Test func agreesOnEveryEd25519Signature() throws {
        try expectAgreement(on: "ed25519_test", atLeast: 150)
    }

    /// The DER vectors: DER is refused as a form, and the 64 bytes of the raw form are never valid DER.
    @Test func refusesEverySignatureInDER() throws {
        for group in try WycheproofGroup.groups(of: "ecdsa_secp256r1_sha256_test") {
            guard let key = try group.publicKey else { continue }
            for test in group.tests {
                let (signature, message) = try #require(WycheproofGroup.signatureAndMessage(of: test))
                #expect(!key.isValidSignature(signature, for: message))
            }
        }
    }

    private func expectAgreement(on file: String, atLeast count: Int) throws {
        var seen = 0
        for group in try WycheproofGroup.groups(of: file) {
            // A key that we refuse accepts nothing.
            let key = try? group.publicKey
            for test in group.tests {
                let (signature, message) = try #require(WycheproofGroup.signatureAndMessage(of: test))
                let isAccepted = key?.isValidSignature(signature, for: message) ?? false
                #expect(
                    isAccepted == (test.object?["result"]?.string == "valid"),
                    "\(file) \(test.object?["tcId"]?.integer ?? 0)"
                )
                seen += 1
            }
        }
        #expect(seen >= count)
    }

    /// Whether our code accepts the token under the group's key, or under the key of its set that the token names.
    private static func accepts(_ test: JSONValue, by group: WycheproofGroup) -> Bool {
        guard let text = test.object?["jws"]?.string, let jws = try? UnverifiedJWS(parsing: text, maximumBytes: 65_536),
            let json = group.keyJSON
        else { return false }
        let key: PublicKey?
        if json.object?["keys"] != nil {
            let set = try? JSONWebKeySet(parsing: json.serialized())
            key = jws.header.keyIdentifier.flatMap { set?[$0] }
        } else {
            key = (try? JSONWebKey(parsing: json.serialized()))?.key
        }
        guard let key else { return false }
        return (try? jws.verified(by: key)) != nil
    }
}
