import Secrets

/// Why a text is no password hash that we take, or why none can be computed.
package enum PasswordHashError: Error, Equatable, Sendable {
    /// Not the spelling of a hash of that scheme.
    case malformed
    /// Parameters, salt or tag outside the bounds.
    case outOfBounds
    /// The library refused; libargon2's code, 0 of others. −22 says that memory ran out.
    case failed(code: Int32)
}

/// An Argon2id hash of a password, stored as a PHC string:
/// `$argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<tag>`, salt and tag in base64 without padding.
package struct PasswordHash: Sendable, Hashable {
    /// Bytes of salt that ``make(_:salt:parameters:)`` takes, by RFC 9106 section 3.1.
    package static let saltBytes = 16
    /// Bytes of the tag of a new hash.
    static let tagBytes = 32
    /// How each of their texts begins.
    static let beginning = "$argon2id$v=19$"
    private static let saltBounds = 8...64
    private static let tagBounds = 16...64

    /// The text that is stored.
    package let phc: String
    package let parameters: Argon2Parameters
    let salt: [UInt8]
    let tag: [UInt8]

    init(parameters: Argon2Parameters, salt: [UInt8], tag: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.tag = tag
        phc = PHCString.text(
            name: Argon2Variant.id.rawValue,
            version: Argon2Version.v13.rawValue,
            costs: "\(parameters)",
            salt: salt,
            tag: tag
        )
    }

    /// The hash that `phc` spells. One spelling only: no leading zeros, no other order of parameters, no padding.
    package init(parsing phc: String) throws(PasswordHashError) {
        let read = try PHCString(parsing: phc)
        guard read.name == Argon2Variant.id.rawValue, read.version == Argon2Version.v13.rawValue else {
            throw .malformed
        }
        let parameters = Argon2Parameters(try read.costs(named: Argon2Parameters.names))
        guard parameters.areAcceptable, Self.saltBounds.contains(read.salt.count),
            Self.tagBounds.contains(read.tag.count)
        else { throw .outOfBounds }
        self.init(parameters: parameters, salt: read.salt, tag: read.tag)
    }

    /// Hashes `password`: burns memory and processor time as `parameters` say, on the caller's thread. Servers go through
    /// ``PasswordHasher``.
    ///
    /// - Parameter salt: ``saltBytes`` random bytes.
    package static func make(
        _ password: NormalizedPassword,
        salt: [UInt8],
        parameters: Argon2Parameters = .standard
    ) throws(PasswordHashError) -> PasswordHash {
        guard salt.count == saltBytes, parameters.areAcceptable else { throw .outOfBounds }
        let tag = try derive(password, salt: salt, parameters: parameters, tagBytes: tagBytes)
        return PasswordHash(parameters: parameters, salt: salt, tag: tag)
    }

    /// Whether this is the hash of `password`. The comparison takes the same time wherever the tags differ.
    package func matches(_ password: NormalizedPassword) throws(PasswordHashError) -> Bool {
        let candidate = try Self.derive(password, salt: salt, parameters: parameters, tagBytes: tag.count)
        return ConstantTime.equal(candidate, tag)
    }

    /// Whether a hash made with `wanted` would cost an attacker more: less memory, fewer passes, or a shorter salt or tag
    /// than ours. The number of lanes makes a hash neither stronger nor weaker.
    package func isWeaker(than wanted: Argon2Parameters) -> Bool {
        parameters.memoryKiB < wanted.memoryKiB || parameters.passes < wanted.passes
            || salt.count < Self.saltBytes || tag.count < Self.tagBytes
    }

    private static func derive(
        _ password: NormalizedPassword,
        salt: [UInt8],
        parameters: Argon2Parameters,
        tagBytes: Int
    ) throws(PasswordHashError) -> [UInt8] {
        do {
            return try Argon2.tag(of: password.utf8, salt: salt, parameters: parameters, tagBytes: tagBytes)
        } catch {
            throw .failed(code: error.code)
        }
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says the cost only: a hash in a log is a gift to whoever guesses passwords.
    package var description: String {
        "argon2id(\(parameters))"
    }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
