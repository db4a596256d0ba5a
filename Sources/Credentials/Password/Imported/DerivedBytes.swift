import Crypto

/// The bytes of a key that swift-crypto derived, to compare them with a tag.
enum DerivedBytes {
    static func of(_ key: SymmetricKey) -> [UInt8] {
        unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}
