import Encoding
import JOSE
import Testing

/// Keys as others write them, one thing broken at a time.
@Suite struct JSONWebKeyTests {
    private static let elliptic: JSONObject = [
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "one",
        "x": "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY", "y": "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw",
    ]
    private static let edwards: JSONObject = [
        "kty": "OKP", "crv": "Ed25519", "kid": "two", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    ]
    private static let rsa: JSONObject = ["kty": "RSA", "kid": "three", "n": .string(modulus), "e": "AQAB"]
    /// The example of RFC 7638 section 3.1.
    private static let modulus = """
        0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjh\
        Mstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL\
        5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKg\
        w
        """

    private static func refusal(of object: JSONObject) -> JOSEError? {
        do throws(JOSEError) {
            _ = try JSONWebKey(parsing: JSONValue.object(object).serialized())
            return nil
        } catch {
            return error
        }
    }

    private static func changed(_ object: JSONObject, _ name: String, _ value: JSONValue?) -> JSONObject {
        var object = object
        object[name] = value
        return object
    }

    @Test func acceptsTheThreeTypes() {
        for key in [Self.elliptic, Self.edwards, Self.rsa] { #expect(Self.refusal(of: key) == nil) }
    }

    @Test func writesWhatItReads() throws {
        for object in [Self.elliptic, Self.edwards, Self.rsa] {
            let key = try JSONWebKey(parsing: JSONValue.object(object).serialized())
            #expect(try JSONWebKey(parsing: key.jsonBytes()) == key)
        }
        let own = JSONWebKey(SigningKey.generate(.es256).publicKey)
        #expect(try JSONWebKey(parsing: own.jsonBytes()) == own)
    }

    /// RFC 7638 section 3.1 and RFC 8037 appendix A.3 give the thumbprints of their examples.
    @Test func computesTheThumbprintsOfTheStandards() throws {
        let rsa = try JSONWebKey(parsing: JSONValue.object(Self.rsa).serialized())
        #expect(rsa.key.thumbprint.text == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        let edwards = try JSONWebKey(parsing: JSONValue.object(Self.edwards).serialized())
        #expect(edwards.key.thumbprint.text == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test func takesAnRSAKeyWithoutAlgorithmForRS256() throws {
        #expect(try JSONWebKey(parsing: JSONValue.object(Self.rsa).serialized()).key.algorithm == .rs256)
    }

    /// attacks 5.4 #40: private members never belong where public keys are read.
    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func refusesPrivateMembers(member: String) {
        for key in [Self.elliptic, Self.edwards, Self.rsa, ["kty": "oct"]] {
            #expect(Self.refusal(of: Self.changed(key, member, "AQAB")) == .privateKeyMaterial)
        }
    }

    @Test(arguments: [
        ("kty", "RSA", JOSEError.malformedKey), ("kty", "oct", .unsupportedKey), ("kty", "ec", .unsupportedKey),
        ("crv", "P-384", .keyAlgorithmMismatch), ("crv", "p-256", .unsupportedKey),
        ("crv", "secp256k1", .unsupportedKey),
        ("alg", "ES384", .keyAlgorithmMismatch), ("alg", "RS256", .keyAlgorithmMismatch),
        ("alg", "HS256", .unsupportedKey), ("alg", "none", .unsupportedKey), ("use", "enc", .unsupportedKey),
        ("kid", "", .malformedKeyIdentifier), ("x", "AAAA", .invalidPoint),
        ("x", "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY=", .malformedKey),
        ("y", "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmk", .invalidPoint),
        ("y", "AFCPHscvgtOmuw1J4yHRDZMXhbRzOPpf-NS6hMPZ1YJs", .invalidPoint),
    ])
    func refusesAnEllipticKeyWithOneMemberWrong(member: String, value: String, error: JOSEError) {
        #expect(Self.refusal(of: Self.changed(Self.elliptic, member, .string(value))) == error)
    }

    @Test(arguments: ["kty", "crv", "x", "y"])
    func refusesAnEllipticKeyWithOneMemberMissing(member: String) {
        #expect(Self.refusal(of: Self.changed(Self.elliptic, member, nil)) == .malformedKey)
    }

    @Test func refusesKeysForOtherOperations() {
        #expect(Self.refusal(of: Self.changed(Self.elliptic, "key_ops", ["encrypt"])) == .unsupportedKey)
        #expect(Self.refusal(of: Self.changed(Self.elliptic, "key_ops", "verify")) == .malformedKey)
        #expect(Self.refusal(of: Self.changed(Self.elliptic, "key_ops", ["verify"])) == nil)
    }

    /// attacks 5.4 #36: the points of small order, with either sign, and coordinates that are not reduced.
    @Test(arguments: [
        ("0000000000000000000000000000000000000000000000000000000000000000", JOSEError.weakPoint),
        ("0100000000000000000000000000000000000000000000000000000000000000", .weakPoint),
        ("0100000000000000000000000000000000000000000000000000000000000080", .weakPoint),
        ("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", .weakPoint),
        ("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", .weakPoint),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", .weakPoint),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", .weakPoint),
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", .weakPoint),
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", .weakPoint),
        ("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", .invalidPoint),
        ("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", .invalidPoint),
        ("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", .invalidPoint),
        ("00", .invalidPoint),
    ])
    func refusesEdwardsPointsThatAnybodyCanSignFor(hex: String, error: JOSEError) throws {
        let x = JSONValue.string(Base64URL.encode(try Hex.decode(hex)))
        #expect(Self.refusal(of: Self.changed(Self.edwards, "x", x)) == error)
    }

    @Test(arguments: ["EdDSA", "ES256", "RS256"])
    func wantsTheOneAlgorithmOfAnEdwardsKey(algorithm: String) {
        let error = Self.refusal(of: Self.changed(Self.edwards, "alg", .string(algorithm)))
        #expect(error == (algorithm == "EdDSA" ? nil : .keyAlgorithmMismatch))
    }

    /// attacks 5.4 #37: exponents other than 65,537, short moduli, even ones, leading zeros.
    @Test func refusesWeakRSAKeys() throws {
        let modulus = try Base64URL.decode(Self.modulus)
        var even = modulus
        even[even.count - 1] &= 0xFE
        let table: [(String, [UInt8], JOSEError)] = [
            ("e", [1], .weakRSAKey), ("e", [3], .weakRSAKey), ("e", [1, 0, 0], .weakRSAKey),
            ("e", [0, 1, 0, 1], .malformedKey), ("n", Array(modulus.prefix(128)) + [1], .weakRSAKey),
            ("n", even, .weakRSAKey), ("n", [0] + modulus, .malformedKey), ("n", [], .malformedKey),
            ("n", [UInt8](repeating: 0xFF, count: 1_025), .weakRSAKey),
        ]
        for (member, value, error) in table {
            let key = Self.changed(Self.rsa, member, .string(Base64URL.encode(value)))
            #expect(Self.refusal(of: key) == error, "\(member) \(value.count)")
        }
        #expect(Self.refusal(of: Self.changed(Self.rsa, "alg", "ES256")) == .keyAlgorithmMismatch)
    }

    /// attacks 5.4 #31
    @Test func refusesDuplicateMembers() {
        let text = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","\u0078":"AA"}"#
        #expect(throws: JOSEError.malformedKey) { try JSONWebKey(parsing: Array(text.utf8)) }
    }
}
