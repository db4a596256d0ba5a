/// A password hash as it stands in a database: one of ours, or one that another program made.
package enum StoredPasswordHash: Sendable, Hashable {
    case ours(PasswordHash)
    case imported(ImportedPasswordHash)

    /// Throws ``PasswordHashError``.
    package init(parsing text: String) throws(PasswordHashError) {
        if text.utf8.starts(with: PasswordHash.beginning.utf8) {
            self = .ours(try PasswordHash(parsing: text))
        } else {
            self = .imported(try ImportedPasswordHash(parsing: text))
        }
    }

    /// The text that is stored.
    package var text: String {
        switch self {
        case .ours(let hash): hash.phc
        case .imported(let hash): hash.text
        }
    }

    /// A hash of the same cost that is nobody's, where it is not one of ours.
    package var decoy: StoredPasswordHash? {
        guard case .imported(let hash) = self else { return nil }
        return hash.decoy.map(StoredPasswordHash.imported)
    }

    /// Whether this is the hash of `password`.
    func matches(_ password: NormalizedPassword) throws(PasswordHashError) -> Bool {
        switch self {
        case .ours(let hash): try hash.matches(password)
        case .imported(let hash): try hash.matches(password)
        }
    }

    /// Whether the hash should be made anew with `wanted`, now that the password is at hand.
    func isWeaker(than wanted: Argon2Parameters) -> Bool {
        switch self {
        case .ours(let hash): hash.isWeaker(than: wanted)
        case .imported: true
        }
    }
}

extension StoredPasswordHash: CustomStringConvertible {
    /// Says the cost only.
    package var description: String {
        switch self {
        case .ours(let hash): hash.description
        case .imported(let hash): hash.description
        }
    }
}
