import Encoding
import JOSE
import Testing

@Suite struct JSONWebKeySetTests {
    private static func set(_ keys: [JSONValue]) -> [UInt8] {
        JSONValue.object(["keys": .array(keys)]).serialized()
    }

    private static func json(_ key: JSONWebKey, _ change: (inout JSONObject) -> Void = { _ in }) throws -> JSONValue {
        var object = try StrictJSON.parse(key.jsonBytes()).object ?? JSONObject()
        change(&object)
        return .object(object)
    }

    private let one = JSONWebKey(SigningKey.generate(.es256).publicKey)
    private let two = JSONWebKey(SigningKey.generate(.edDSA).publicKey)

    @Test func findsKeysByTheirBytes() throws {
        let set = try JSONWebKeySet(parsing: try JSONWebKeySet([one, two]).jsonBytes())
        #expect(set[try #require(one.identifier)] == one.key)
        #expect(set[try #require(two.identifier)] == two.key)
        #expect(set[try KeyIdentifier("another")] == nil)
    }

    /// attacks 5.4 #29: names are looked up and nothing else, whatever they look like; case counts.
    @Test(arguments: ["../../../dev/null", "' OR 1=1 --", "https://evil.example/key", "/etc/passwd"])
    func takesNamesForNames(name: String) throws {
        let safe = name.replacing(" ", with: "")
        let set = try JSONWebKeySet(parsing: Self.set([try Self.json(one) { $0["kid"] = .string(safe) }]))
        #expect(set[try KeyIdentifier(safe)] == one.key)
        #expect(set[try KeyIdentifier(safe.uppercased() + "X")] == nil)
        let mixed = try JSONWebKeySet(parsing: Self.set([try Self.json(one) { $0["kid"] = "Key" }]))
        #expect(mixed[try KeyIdentifier("key")] == nil)
        #expect(mixed[try KeyIdentifier("Key")] != nil)
    }

    /// attacks 5.4 #29, #40: one name for two keys refuses the set, whichever types they have.
    @Test func refusesOneNameForTwoKeys() throws {
        let twin = try Self.json(two) { $0["kid"] = .string(one.identifier?.text ?? "") }
        #expect(throws: JOSEError.duplicateKeyIdentifier) {
            try JSONWebKeySet(parsing: Self.set([try Self.json(one), twin]))
        }
        #expect(throws: JOSEError.duplicateKeyIdentifier) { try JSONWebKeySet([one, one]) }
    }

    /// attacks 5.4 #40
    @Test func refusesASetWithOnePrivateKey() throws {
        #expect(throws: JOSEError.privateKeyMaterial) {
            try JSONWebKeySet(parsing: Self.set([try Self.json(one), try Self.json(two) { $0["d"] = "AAAA" }]))
        }
        #expect(throws: JOSEError.privateKeyMaterial) {
            try JSONWebKeySet(parsing: Self.set([["kty": "oct", "k": "AAAA"]]))
        }
    }

    /// RFC 7517 section 5.
    @Test func leavesOutKeysOfOtherKinds() throws {
        let others: [JSONValue] = [
            ["kty": "PQ", "pub": "AAAA"], ["kty": "OKP", "crv": "X25519", "x": "AAAA"],
            try Self.json(one) { $0["use"] = "enc" }, try Self.json(one) { $0["alg"] = "ECDH-ES" },
        ]
        #expect(try JSONWebKeySet(parsing: Self.set(others + [try Self.json(two)])).keys == [two])
    }

    @Test(arguments: [
        "", "[]", "{}", "null", #"{"keys":{}}"#, #"{"keys":[1]}"#, #"{"keys":[],"keys":[]}"#, #"{"keys":[]} x"#,
    ])
    func refusesWhatIsNoSet(text: String) {
        #expect(throws: JOSEError.malformedKey) { try JSONWebKeySet(parsing: Array(text.utf8)) }
    }

    @Test func refusesTooManyKeys() throws {
        let key: JSONValue = ["kty": "PQ"]
        #expect(throws: JOSEError.tooManyKeys) {
            try JSONWebKeySet(parsing: Self.set([JSONValue](repeating: key, count: JSONWebKeySet.maximumKeys + 1)))
        }
        #expect(throws: JOSEError.malformedKey) {
            try JSONWebKeySet(parsing: [UInt8](repeating: 0x20, count: JSONWebKeySet.maximumBytes + 1))
        }
    }

    @Test func publishesNoPrivateMember() throws {
        let text = String(decoding: try JSONWebKeySet([one, two]).jsonBytes(), as: UTF8.self)
        for member in ["\"d\"", "\"k\"", "\"p\""] { #expect(!text.contains(member)) }
    }
}
