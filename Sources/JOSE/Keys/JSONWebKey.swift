import Crypto
import Encoding
import FoundationEssentials

/// A public signature key with its name, as RFC 7517 writes it.
public struct JSONWebKey: Sendable, Equatable {
    /// Longest text of one key in bytes: an RSA key of 8,192 bits takes 1.4 kB, a chain of certificates beside it some.
    static let limits = JSONLimits(bytes: 16 << 10, depth: 4, values: 64)

    /// `kid`; nil where the key has none.
    public let identifier: KeyIdentifier?
    /// The key and its one algorithm.
    public let key: PublicKey

    /// The key under its RFC 7638 thumbprint.
    public init(_ key: PublicKey) {
        identifier = key.thumbprint
        self.key = key
    }

    /// Reads one key.
    ///
    /// Throws ``JOSEError/unsupportedKey`` for a key that is sound but not ours to use (another type, curve or algorithm,
    /// or for encryption), and another ``JOSEError`` for one that is wrong.
    public init(parsing bytes: [UInt8]) throws(JOSEError) {
        let value: JSONValue
        do { value = try StrictJSON.parse(bytes, limits: Self.limits) } catch { throw .malformedKey }
        guard let object = value.object else { throw .malformedKey }
        try self.init(object)
    }

    /// The key as compact JSON: the public members, `kid`, `alg` and `use`.
    public func jsonBytes() -> [UInt8] {
        JSONValue.object(json).serialized()
    }

    /// The key as a member of a set.
    var json: JSONObject {
        var object = key.requiredMembers
        if let identifier { object["kid"] = .string(identifier.text) }
        object["alg"] = .string(key.algorithm.rawValue)
        object["use"] = "sig"
        return object
    }

    /// Members that only a private or symmetric key has (RFC 7518 sections 6.2.2, 6.3.2, 6.4; RFC 8037 section 2).
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    init(_ object: JSONObject) throws(JOSEError) {
        // Whoever publishes a private key has lost it, whatever its type.
        guard !Self.privateMembers.contains(where: { object[$0] != nil }) else { throw .privateKeyMaterial }
        identifier = try Self.identifier(in: object)
        try Self.checkUse(in: object)
        key = try Self.key(in: object, declared: try Self.algorithm(in: object))
    }

    private static func identifier(in object: JSONObject) throws(JOSEError) -> KeyIdentifier? {
        guard let value = object["kid"] else { return nil }
        guard let text = value.string else { throw .malformedKeyIdentifier }
        return try KeyIdentifier(text)
    }

    /// RFC 7517 sections 4.2 and 4.3: where the purpose is said, it must be signatures.
    private static func checkUse(in object: JSONObject) throws(JOSEError) {
        if let use = object["use"] {
            guard let use = use.string else { throw .malformedKey }
            guard use == "sig" else { throw .unsupportedKey }
        }
        if let operations = object["key_ops"] {
            guard let operations = operations.strings else { throw .malformedKey }
            guard operations.contains("verify") else { throw .unsupportedKey }
        }
    }

    private static func algorithm(in object: JSONObject) throws(JOSEError) -> VerificationAlgorithm? {
        guard let value = object["alg"] else { return nil }
        guard let name = value.string else { throw .malformedKey }
        guard let algorithm = VerificationAlgorithm(rawValue: name) else { throw .unsupportedKey }
        return algorithm
    }

    private static func key(
        in object: JSONObject,
        declared: VerificationAlgorithm?
    ) throws(JOSEError) -> PublicKey {
        guard let type = object["kty"]?.string else { throw .malformedKey }
        switch type {
        case "EC": return try ellipticKey(in: object, declared: declared)
        case "OKP":
            guard let curve = object["crv"]?.string else { throw .malformedKey }
            guard curve == "Ed25519" else { throw .unsupportedKey }
            let point = try bytes(of: "x", in: object)
            try require(declared, toBe: .edDSA)
            return try PublicKey(ed25519: point)
        case "RSA":
            // A key without `alg` verifies RS256 and nothing else: some providers leave it out, and one key has one
            // algorithm.
            let algorithm = declared ?? .rs256
            let material = try RSAKey.material(
                modulus: try bytes(of: "n", in: object),
                exponent: try bytes(of: "e", in: object)
            )
            switch algorithm {
            case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: break
            case .es256, .es384, .es512, .edDSA: throw .keyAlgorithmMismatch
            }
            return PublicKey(algorithm: algorithm, material: material)
        default: throw .unsupportedKey
        }
    }

    private static func ellipticKey(
        in object: JSONObject,
        declared: VerificationAlgorithm?
    ) throws(JOSEError) -> PublicKey {
        guard let curve = object["crv"]?.string else { throw .malformedKey }
        let (x, y) = (try bytes(of: "x", in: object), try bytes(of: "y", in: object))
        switch curve {
        case "P-256":
            try require(declared, toBe: .es256)
            return try PublicKey(x: x, y: y, on: .p256)
        case "P-384":
            try require(declared, toBe: .es384)
            return try PublicKey(x: x, y: y, on: .p384)
        case "P-521":
            try require(declared, toBe: .es512)
            return try PublicKey(x: x, y: y, on: .p521)
        default: throw .unsupportedKey
        }
    }

    private static func require(
        _ declared: VerificationAlgorithm?,
        toBe algorithm: VerificationAlgorithm
    ) throws(JOSEError) {
        guard declared == nil || declared == algorithm else { throw .keyAlgorithmMismatch }
    }

    private static func bytes(of member: String, in object: JSONObject) throws(JOSEError) -> [UInt8] {
        guard let text = object[member]?.string else { throw .malformedKey }
        do { return try Base64URL.decode(text) } catch { throw .malformedKey }
    }
}
