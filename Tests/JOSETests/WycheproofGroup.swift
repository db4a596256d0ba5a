import Encoding
import JOSE
import TestSupport

/// One group of a Wycheproof file: a key and the tests under it.
struct WycheproofGroup {
    let json: JSONObject

    static func groups(of file: String) throws -> [WycheproofGroup] {
        let bytes = try Vectors.bytes("jose/wycheproof/\(file).json")
        let limits = JSONLimits(bytes: 16 << 20, depth: 16, values: 1_000_000)
        let groups = try StrictJSON.parse(bytes, limits: limits).object?["testGroups"]?.array ?? []
        return groups.compactMap(\.object).map(WycheproofGroup.init)
    }

    var tests: [JSONValue] { json["tests"]?.array ?? [] }

    /// The public key or set; for symmetric keys, where there is none, the secret one, which we have to refuse.
    var keyJSON: JSONValue? { json["public"] ?? json["private"] }

    /// `alg` of the key, or of the first of a set.
    var algorithm: String? {
        let key = keyJSON?.object
        return (key?["alg"] ?? key?["keys"]?.array?.first?.object?["alg"])?.string
    }

    /// The key of a file that is about signatures rather than tokens.
    var publicKey: PublicKey? {
        get throws {
            if let jwk = json["publicKeyJwk"] { return try JSONWebKey(parsing: jwk.serialized()).key }
            guard let point = json["publicKey"]?.object?["uncompressed"]?.string else { return nil }
            return try PublicKey(rawRepresentation: Array(try Hex.decode(point).dropFirst()), algorithm: .es256)
        }
    }

    static func signatureAndMessage(of test: JSONValue) -> (signature: [UInt8], message: [UInt8])? {
        guard let signature = test.object?["sig"]?.string, let message = test.object?["msg"]?.string,
            let signature = try? Hex.decode(signature), let message = try? Hex.decode(message)
        else { return nil }
        return (signature, message)
    }
}
