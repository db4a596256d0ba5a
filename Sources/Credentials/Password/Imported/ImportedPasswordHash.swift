import Secrets

/// A password hash that another program made. It is checked as it stands, and made anew as a ``PasswordHash`` once the
/// password is at hand.
///
/// Each scheme's costs are bounded, so that checking one takes seconds at the very most: whoever hands in hashes can make
/// sign-ins slow, never stop them.
package struct ImportedPasswordHash: Sendable, Hashable {
    private enum Scheme: Sendable, Hashable {
        case argon2(ImportedArgon2)
        case bcrypt(Bcrypt)
        case pbkdf2(PBKDF2)
        case scrypt(Scrypt)
    }

    /// As it was handed in.
    package let text: String
    private let scheme: Scheme

    /// The hash that `text` spells, in a form of ``Bcrypt``, ``PBKDF2``, ``Scrypt`` or ``ImportedArgon2``. Throws
    /// ``PasswordHashError``.
    package init(parsing text: String) throws(PasswordHashError) {
        self.text = text
        if text.utf8.starts(with: "$2".utf8) {
            scheme = .bcrypt(try Bcrypt(parsing: text))
        } else if text.utf8.starts(with: "$pbkdf2".utf8) || text.utf8.starts(with: "pbkdf2_".utf8) {
            scheme = .pbkdf2(try PBKDF2(parsing: text))
        } else {
            let phc = try PHCString(parsing: text)
            scheme = phc.name == "scrypt" ? .scrypt(try Scrypt(phc)) : .argon2(try ImportedArgon2(phc))
        }
    }

    /// A hash of the same cost that is nobody's: salt and tag are all zeros. What is left of the text are costs.
    package var decoy: ImportedPasswordHash? {
        if case .bcrypt = scheme {
            let costs = text.utf8.prefix(Bcrypt.costBytes)
            let zeros = String(repeating: ".", count: text.utf8.count - costs.count)
            return try? ImportedPasswordHash(parsing: String(Substring(costs)) + zeros)
        }
        var parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false).map(Array.init)
        for index in parts.indices.suffix(2) {
            parts[index] = parts[index].map { $0 == UInt8(ascii: "=") ? $0 : UInt8(ascii: "A") }
        }
        let text = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "$")
        return try? ImportedPasswordHash(parsing: text)
    }

    func matches(_ password: NormalizedPassword) throws(PasswordHashError) -> Bool {
        switch scheme {
        case .argon2(let hash): ConstantTime.equal(try hash.compute(password.utf8), hash.tag)
        case .bcrypt(let hash): try hash.compute(password.utf8).map { ConstantTime.equal($0, hash.tag) } ?? false
        case .pbkdf2(let hash): ConstantTime.equal(try hash.compute(password.utf8), hash.tag)
        case .scrypt(let hash): ConstantTime.equal(try hash.compute(password.utf8), hash.tag)
        }
    }
}

extension ImportedPasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says the cost only: a hash in a log is a gift to whoever guesses passwords.
    package var description: String {
        switch scheme {
        case .argon2(let hash): "\(hash.variant.rawValue)(\(hash.parameters))"
        case .bcrypt(let hash): "bcrypt(\(hash.cost))"
        case .pbkdf2(let hash): "pbkdf2-\(hash.digest.rawValue)(\(hash.rounds))"
        case .scrypt(let hash): "scrypt(N=\(hash.rounds),r=\(hash.blockSize),p=\(hash.parallelism))"
        }
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
