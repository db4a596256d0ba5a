import Encoding

/// A set of public keys, each found by its identifier (RFC 7517 section 5).
public struct JSONWebKeySet: Sendable, Equatable {
    /// Longest text of a set in bytes. The largest public one in use stays below 32 kB.
    public static let maximumBytes = 256 << 10
    /// Most keys of a set, those that we skip counted.
    public static let maximumKeys = 100

    /// The keys in their order, without those that are not ours to use.
    public let keys: [JSONWebKey]
    private let byIdentifier: [KeyIdentifier: PublicKey]

    /// The set of these keys. Throws ``JOSEError/duplicateKeyIdentifier`` or ``JOSEError/tooManyKeys``.
    public init(_ keys: [JSONWebKey]) throws(JOSEError) {
        guard keys.count <= Self.maximumKeys else { throw .tooManyKeys }
        var byIdentifier: [KeyIdentifier: PublicKey] = [:]
        for key in keys {
            guard let identifier = key.identifier else { continue }
            guard byIdentifier.updateValue(key.key, forKey: identifier) == nil else { throw .duplicateKeyIdentifier }
        }
        self.keys = keys
        self.byIdentifier = byIdentifier
    }

    /// Reads a set.
    ///
    /// A key of a type, curve or algorithm that we do not know, or for another purpose, is left out, as RFC 7517
    /// section 5 advises: a publisher may add new kinds. Anything wrong (a private member, a point off its curve, one
    /// identifier twice) refuses the whole set, since whoever wrote it can't be relied on.
    public init(parsing bytes: [UInt8]) throws(JOSEError) {
        let value: JSONValue
        let limits = JSONLimits(bytes: Self.maximumBytes, depth: 6, values: 10_000)
        do { value = try StrictJSON.parse(bytes, limits: limits) } catch { throw .malformedKey }
        guard let items = value.object?["keys"]?.array else { throw .malformedKey }
        guard items.count <= Self.maximumKeys else { throw .tooManyKeys }
        var keys: [JSONWebKey] = []
        for item in items {
            guard let object = item.object else { throw .malformedKey }
            do { keys.append(try JSONWebKey(object)) } catch .unsupportedKey { continue }
        }
        try self.init(keys)
    }

    /// The key of exactly that identifier; nil where the set has none.
    public subscript(identifier: KeyIdentifier) -> PublicKey? { byIdentifier[identifier] }

    /// The set as compact JSON, as `/.well-known/jwks.json` serves it.
    public func jsonBytes() -> [UInt8] {
        JSONValue.object(["keys": .array(keys.map { .object($0.json) })]).serialized()
    }
}
