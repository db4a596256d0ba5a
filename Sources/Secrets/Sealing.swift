import Crypto

/// Why sealed bytes can't be opened. One answer for whatever is wrong with them.
package enum SealingError: Error, Equatable, Sendable {
    /// The configured text is not one or more 32-byte keys in base64.
    case badKey
    /// None of the keys opens the bytes for this purpose: another key, another place, or damage.
    case cannotOpen
}

extension SealingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badKey: "the app key is not one or more keys of 32 bytes in base64"
        case .cannotOpen: "the app key does not open what is sealed"
        }
    }
}

/// The app key: seals secrets at rest with AES-256-GCM. The first key of the list seals, all of them open, so that a new
/// key can be put in front while old bytes are sealed anew.
///
/// A sealed secret is bound to its purpose, a text such as `signing-key/<id>`: bytes moved to another row don't open.
package struct Sealing: Sendable {
    /// Bytes of one key (AES-256).
    package static let keyBytes = 32
    private static let version: UInt8 = 1
    private static let nonceBytes = 12
    private static let tagBytes = 16

    private let keys: [SymmetricKey]

    /// - Parameter keys: 32 bytes each; at least one.
    package init(keys: [Secret<[UInt8]>]) throws(SealingError) {
        guard !keys.isEmpty, keys.allSatisfy({ $0.expose().count == Self.keyBytes }) else { throw .badKey }
        self.keys = keys.map { SymmetricKey(data: $0.expose()) }
    }

    /// Seals `secret` for `purpose`. A fresh random nonce is drawn by the library for each call.
    package func seal(_ secret: [UInt8], for purpose: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret, using: keys[0], authenticating: Self.authenticated(purpose))
        return [Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The secret that was sealed for `purpose`. Throws ``SealingError/cannotOpen``.
    package func open(_ sealed: [UInt8], for purpose: String) throws(SealingError) -> [UInt8] {
        guard sealed.count >= 1 + Self.nonceBytes + Self.tagBytes, sealed[0] == Self.version else { throw .cannotOpen }
        for key in keys {
            if let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
                let secret = try? AES.GCM.open(box, using: key, authenticating: Self.authenticated(purpose))
            {
                return Array(secret)
            }
        }
        throw .cannotOpen
    }

    /// A key for one use, derived from the first app key (HKDF-SHA-256, RFC 5869), so that no key serves two purposes.
    package func derivedKey(for purpose: String) -> Secret<[UInt8]> {
        derivedKey(from: keys[0], for: purpose)
    }

    /// The same from every app key, the sealing one first: what an older key derived is still recognised.
    package func derivedKeys(for purpose: String) -> [Secret<[UInt8]>] {
        keys.map { derivedKey(from: $0, for: purpose) }
    }

    private func derivedKey(from key: SymmetricKey, for purpose: String) -> Secret<[UInt8]> {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Array("ontrackio/\(purpose)".utf8),
            outputByteCount: Self.keyBytes
        )
        return unsafe Secret(derived.withUnsafeBytes { unsafe Array($0) })
    }

    private static func authenticated(_ purpose: String) -> [UInt8] {
        Array("ontrackio/sealed/v1/\(purpose)".utf8)
    }
}
