import CryptoExtras
import Encoding
import FoundationEssentials
import Secrets

/// A PBKDF2 hash (RFC 8018 section 5.2), in one of the spellings that are met:
///
/// - PHC: `$pbkdf2-sha256$i=<rounds>$<salt>$<tag>`, also with `,l=<bytes of tag>`;
/// - passlib: `$pbkdf2-sha256$<rounds>$<salt>$<tag>`, where `.` stands for `+`; `$pbkdf2$` is SHA-1;
/// - Django: `pbkdf2_sha256$<rounds>$<salt as text>$<tag>`, with padding.
struct PBKDF2: Sendable, Hashable {
    enum Digest: String, Sendable {
        case sha1, sha256, sha512

        /// Bytes of one block of output.
        var bytes: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha512: 64
            }
        }

        var function: KDF.Insecure.PBKDF2.HashFunction {
            switch self {
            case .sha1: .insecureSHA1
            case .sha256: .sha256
            case .sha512: .sha512
            }
        }
    }

    /// Fewer are no protection, and a sign of a text that was misread.
    private static let leastRounds: UInt32 = 1_000
    /// Rounds times blocks of output; OWASP's Password Storage Cheat Sheet asks for 600,000 with SHA-256, 1,300,000 with SHA-1.
    private static let mostRounds: UInt32 = 3_000_000
    private static let saltBytes = 4...64
    private static let tagBytes = 16...64

    let digest: Digest
    let rounds: UInt32
    private let salt: [UInt8]
    let tag: [UInt8]

    init(parsing text: String) throws(PasswordHashError) {
        guard text.utf8.count <= PHCString.maximumBytes else { throw .malformed }
        if text.utf8.starts(with: "pbkdf2_".utf8) {
            try self.init(django: text)
        } else if let passlib = try Self.passlib(text) {
            self = passlib
        } else {
            let phc = try PHCString(parsing: text)
            guard phc.version == nil, let digest = Self.digest(of: phc.name) else { throw .malformed }
            let costs = try phc.costs(named: phc.numberOfCosts == 1 ? ["i"] : ["i", "l"])
            guard costs.count == 1 || Int(costs[1]) == phc.tag.count else { throw .malformed }
            try self.init(digest, costs[0], salt: phc.salt, tag: phc.tag)
        }
    }

    private init(_ digest: Digest, _ rounds: UInt32, salt: [UInt8], tag: [UInt8]) throws(PasswordHashError) {
        guard Self.saltBytes.contains(salt.count), Self.tagBytes.contains(tag.count) else { throw .outOfBounds }
        let blocks = UInt32((tag.count + digest.bytes - 1) / digest.bytes)
        guard rounds >= Self.leastRounds, rounds <= Self.mostRounds / blocks else { throw .outOfBounds }
        (self.digest, self.rounds, self.salt, self.tag) = (digest, rounds, salt, tag)
    }

    private init(django text: String) throws(PasswordHashError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 4, let digest = Digest(rawValue: String(Substring(parts[0].dropFirst("pbkdf2_".count))))
        else {
            throw .malformed
        }
        guard let tag = try? Base64.decode(String(Substring(parts[3]))) else { throw .malformed }
        try self.init(digest, try PHCString.number(parts[1]), salt: Array(parts[2]), tag: tag)
    }

    /// nil where the text is not passlib's, whose rounds have no name.
    private static func passlib(_ text: String) throws(PasswordHashError) -> PBKDF2? {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, !parts[2].contains(UInt8(ascii: "=")),
            let digest = digest(of: String(Substring(parts[1])))
        else { return nil }
        return try PBKDF2(
            digest,
            try PHCString.number(parts[2]),
            salt: try adapted(parts[3]),
            tag: try adapted(parts[4])
        )
    }

    private static func adapted(_ part: Substring.UTF8View) throws(PasswordHashError) -> [UInt8] {
        guard !part.contains(UInt8(ascii: "+")) else { throw .malformed }
        let plain = String(decoding: part.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
        return try PHCString.bytes(plain[...].utf8)
    }

    private static func digest(of name: String) -> Digest? {
        guard name.utf8.starts(with: "pbkdf2".utf8) else { return nil }
        let rest = name.utf8.dropFirst("pbkdf2".utf8.count)
        return rest.isEmpty
            ? .sha1 : rest.first == UInt8(ascii: "-") ? Digest(rawValue: String(Substring(rest.dropFirst()))) : nil
    }

    func compute(_ password: Secret<[UInt8]>) throws(PasswordHashError) -> [UInt8] {
        do {
            // The bounds above are ours: what is checked was made elsewhere, with the rounds of its day.
            return DerivedBytes.of(
                try KDF.Insecure.PBKDF2.deriveKey(
                    from: password.expose(),
                    salt: salt,
                    using: digest.function,
                    outputByteCount: tag.count,
                    unsafeUncheckedRounds: Int(rounds)
                )
            )
        } catch {
            throw .failed(code: 0)
        }
    }
}
