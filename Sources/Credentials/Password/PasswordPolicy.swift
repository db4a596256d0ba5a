import Secrets

/// What may be chosen as a password, by NIST SP 800-63B-4 section 3.1.1.2: length, and a blocklist of what is commonly
/// used or to be expected of this person here. No rules about kinds of characters, no expiry, no hints.
///
/// It judges a password when it is chosen, never when somebody signs in: a stricter policy locks nobody out.
package struct PasswordPolicy: Sendable {
    /// The least for a password that may be the only factor.
    package static let singleFactorMinimum = 15
    /// The least where a second factor is asked of everybody.
    package static let multiFactorMinimum = 8
    /// The most, in bytes of UTF-8, before and after normalisation (attacks 5.1 #2). The section asks for room for 64
    /// characters at least; 1,024 bytes hold 256 of the widest.
    package static let maximumBytes = 1_024

    /// The fewest characters; each code point counts as one.
    package let minimumCharacters: Int

    /// - Parameter minimumCharacters: never below ``multiFactorMinimum``, whatever is given.
    package init(minimumCharacters: Int = singleFactorMinimum) {
        self.minimumCharacters = max(minimumCharacters, Self.multiFactorMinimum)
    }

    /// Throws the first rule that `password` breaks.
    ///
    /// - Parameter ownNames: the person's names and mail address, the workspace's name and slug, as they are.
    package func judge(
        _ password: NormalizedPassword,
        ownNames: [String]
    ) throws(PasswordPolicyViolation) {
        let characters = password.text.expose().unicodeScalars.count
        guard characters >= minimumCharacters else { throw .tooShort(minimumCharacters: minimumCharacters) }
        let folded = FoldedPassword(password)
        guard !folded.isOnePieceRepeated(shorterThan: minimumCharacters) else { throw .repetitive }
        let words = CommonPasswords.words
        guard !folded.isOne(of: words), folded.bits(words: words, ownNames: []) >= FoldedPassword.enoughBits else {
            throw .common
        }
        let own = FoldedPassword.pieces(of: ownNames)
        guard folded.bits(words: words, ownNames: own) >= FoldedPassword.enoughBits else { throw .ownName }
    }
}
