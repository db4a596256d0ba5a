import Encoding
import JOSE

/// A credential's public key (RFC 9052 section 7, RFC 9053 section 7), read strictly: the parameters of its type and no
/// others (WebAuthn Level 3 section 6.5.1.1: "MUST NOT contain any other OPTIONAL parameters").
package struct COSEKey: Sendable {
    /// The bytes as the authenticator wrote them, which is how they are stored.
    package let encoded: [UInt8]
    /// The one algorithm of the key.
    package let algorithm: COSEAlgorithm
    let material: Material
    /// The key that verifies.
    let verification: PublicKey

    /// The numbers of the key, for comparison with those in an attestation.
    enum Material: Sendable, Equatable {
        /// The coordinates, big-endian at full length.
        case elliptic(x: [UInt8], y: [UInt8])
        case edwards(x: [UInt8])
        /// Big-endian without leading zeros.
        case rsa(modulus: [UInt8], exponent: [UInt8])
    }

    /// Reads a stored key.
    package init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        try self.init(CBORReader.document(bytes[...]), encoded: bytes)
    }

    /// - Parameters:
    ///   - value: what `encoded` says.
    init(_ value: CBORValue, encoded: [UInt8]) throws(WebAuthnRejection) {
        guard let map = value.map, let type = map[Label.keyType]?.integer, let number = map[Label.algorithm]?.integer
        else { throw WebAuthnRejection(.keyMalformed) }
        self.encoded = encoded
        switch type {
        case KeyType.elliptic: (algorithm, material, verification) = try Self.elliptic(map, number)
        case KeyType.octetKeyPair: (algorithm, material, verification) = try Self.edwards(map, number)
        case KeyType.rsa: (algorithm, material, verification) = try Self.rsa(map, number)
        default: throw WebAuthnRejection(.keyUnsupported)
        }
    }

    // MARK: The three types

    private typealias Parts = (COSEAlgorithm, Material, PublicKey)

    /// RFC 9053 section 7.1.1.
    private static func elliptic(_ map: CBORMap, _ number: Int64) throws(WebAuthnRejection) -> Parts {
        try requireParameters(of: map, public: [Label.curve, Label.x, Label.y], private: [Label.d])
        let algorithm = try algorithm(number, among: [.es256, .es384, .es512])
        // Section 5.8.5: "Keys with algorithm ES256 (-7) MUST specify P-256 (1) as the crv parameter", and so on.
        let curve: PublicKey.Curve
        switch (algorithm, map[Label.curve]?.integer) {
        case (.es256, 1): curve = .p256
        case (.es384, 2): curve = .p384
        case (.es512, 3): curve = .p521
        default: throw WebAuthnRejection(.keyMismatch)
        }
        // Section 5.8.5: "MUST NOT use the compressed point form": then y is the sign bit.
        if case .bool = map[Label.y] { throw WebAuthnRejection(.keyCompressed) }
        guard let x = map[Label.x]?.bytes, let y = map[Label.y]?.bytes else { throw WebAuthnRejection(.keyMalformed) }
        do throws(JOSEError) {
            return (algorithm, .elliptic(x: x, y: y), try PublicKey(x: x, y: y, on: curve))
        } catch {
            throw rejection(error)
        }
    }

    /// RFC 9053 section 7.2.
    private static func edwards(_ map: CBORMap, _ number: Int64) throws(WebAuthnRejection) -> Parts {
        try requireParameters(of: map, public: [Label.curve, Label.x], private: [Label.d])
        guard let curve = map[Label.curve]?.integer else { throw WebAuthnRejection(.keyMalformed) }
        // Ed448 comes as curve 7, with EdDSA or with its own number; neither swift-crypto nor BoringSSL knows it.
        guard curve != Curve.ed448, number != Self.ed448Algorithm else { throw WebAuthnRejection(.keyEd448) }
        let algorithm = try algorithm(number, among: [.edDSA])
        guard curve == Curve.ed25519 else { throw WebAuthnRejection(.keyMismatch) }
        guard let x = map[Label.x]?.bytes else { throw WebAuthnRejection(.keyMalformed) }
        do throws(JOSEError) {
            return (algorithm, .edwards(x: x), try PublicKey(ed25519: x))
        } catch {
            throw rejection(error)
        }
    }

    /// RFC 8230 section 4.
    private static func rsa(_ map: CBORMap, _ number: Int64) throws(WebAuthnRejection) -> Parts {
        try requireParameters(of: map, public: [Label.modulus, Label.exponent], private: Array(Label.rsaPrivate))
        let algorithm = try algorithm(number, among: [.rs256])
        guard let modulus = map[Label.modulus]?.bytes, let exponent = map[Label.exponent]?.bytes else {
            throw WebAuthnRejection(.keyMalformed)
        }
        do throws(JOSEError) {
            let key = try PublicKey(modulus: modulus, exponent: exponent)
            return (algorithm, .rsa(modulus: modulus, exponent: exponent), key)
        } catch {
            throw rejection(error)
        }
    }

    // MARK: Rules of all types

    private static func requireParameters(
        of map: CBORMap,
        public wanted: [Int64],
        private forbidden: [Int64]
    ) throws(WebAuthnRejection) {
        guard forbidden.allSatisfy({ map[$0] == nil }) else { throw WebAuthnRejection(.keyPrivate) }
        guard wanted.allSatisfy({ map[$0] != nil }) else { throw WebAuthnRejection(.keyMalformed) }
        guard map.entries.count == wanted.count + 2 else { throw WebAuthnRejection(.keyParameter) }
    }

    /// The algorithm of that number, which must be one of its key type's.
    private static func algorithm(
        _ number: Int64,
        among fitting: [COSEAlgorithm]
    ) throws(WebAuthnRejection) -> COSEAlgorithm {
        guard let algorithm = COSEAlgorithm(rawValue: number) else { throw WebAuthnRejection(.keyUnsupported) }
        guard fitting.contains(algorithm) else { throw WebAuthnRejection(.keyMismatch) }
        return algorithm
    }

    private static func rejection(_ error: JOSEError) -> WebAuthnRejection {
        switch error {
        case .weakPoint, .weakRSAKey: WebAuthnRejection(.keyWeak)
        case .malformedKey: WebAuthnRejection(.keyMalformed)
        default: WebAuthnRejection(.keyPoint)
        }
    }

    // MARK: Numbers

    /// Parameters of a COSE key (RFC 9052 table 4, RFC 9053 tables 18 to 20, RFC 8230 table 4).
    private enum Label {
        static let keyType: Int64 = 1
        static let algorithm: Int64 = 3
        static let curve: Int64 = -1
        static let x: Int64 = -2
        static let y: Int64 = -3
        static let d: Int64 = -4
        static let modulus: Int64 = -1
        static let exponent: Int64 = -2
        static let rsaPrivate: ClosedRange<Int64> = -12 ... -3
    }

    private enum KeyType {
        static let octetKeyPair: Int64 = 1
        static let elliptic: Int64 = 2
        static let rsa: Int64 = 3
    }

    private enum Curve {
        static let ed25519: Int64 = 6
        static let ed448: Int64 = 7
    }

    /// Ed448 by its fully specified number (RFC 9864).
    private static let ed448Algorithm: Int64 = -53
}
