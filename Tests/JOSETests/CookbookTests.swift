import Encoding
import JOSE
import TestSupport
import Testing

/// The examples of RFC 7520 section 4 and RFC 8037 appendix A.
@Suite(.enabled(if: Vectors.arePresent))
struct CookbookTests {
    private struct Example {
        let key: JSONObject
        let compact: String

        init(_ path: String) throws {
            let document = try StrictJSON.parse(try Vectors.bytes("jose/cookbook/\(path).json")).object
            var key = document?["input"]?.object?["key"]?.object ?? JSONObject()
            // The examples show key pairs; the public half is what a verifier has.
            for member in ["d", "p", "q", "dp", "dq", "qi"] { key[member] = nil }
            if let algorithm = document?["input"]?.object?["alg"] { key["alg"] = algorithm }
            self.key = key
            compact = document?["output"]?.object?["compact"]?.string ?? ""
        }

        func verify() throws -> VerifiedJWS {
            let key = try JSONWebKey(parsing: JSONValue.object(key).serialized())
            return try UnverifiedJWS(parsing: compact).verified(by: key.key)
        }
    }

    @Test(arguments: [
        "jws/4_1.rsa_v15_signature", "jws/4_2.rsa-pss_signature", "jws/4_3.ecdsa_signature", "curve25519/jws",
    ])
    func acceptsTheExample(path: String) throws {
        #expect(!(try Example(path).verify().payload.isEmpty))
    }

    /// HMAC is not on the list.
    @Test func refusesTheSymmetricExample() throws {
        #expect(throws: JOSEError.self) { try Example("jws/4_4.hmac-sha2_integrity_protection").verify() }
    }
}
