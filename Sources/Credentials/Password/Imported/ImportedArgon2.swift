import Secrets

/// An Argon2 hash that is none of ours: argon2i, argon2d, or an older version, as a PHC string
/// `$argon2i$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<tag>`; without `v=` it is version 1.0.
struct ImportedArgon2: Sendable, Hashable {
    private static let saltBytes = 8...64
    private static let tagBytes = 16...64

    let variant: Argon2Variant
    let version: Argon2Version
    let parameters: Argon2Parameters
    private let salt: [UInt8]
    let tag: [UInt8]

    init(_ phc: PHCString) throws(PasswordHashError) {
        guard let variant = Argon2Variant(rawValue: phc.name) else { throw .malformed }
        guard let version = Argon2Version(rawValue: phc.version ?? Argon2Version.v10.rawValue) else { throw .malformed }
        parameters = Argon2Parameters(try phc.costs(named: Argon2Parameters.names))
        guard parameters.areAcceptable, Self.saltBytes.contains(phc.salt.count), Self.tagBytes.contains(phc.tag.count)
        else { throw .outOfBounds }
        (self.variant, self.version, salt, tag) = (variant, version, phc.salt, phc.tag)
    }

    func compute(_ password: Secret<[UInt8]>) throws(PasswordHashError) -> [UInt8] {
        do {
            return try Argon2.tag(
                variant,
                version,
                of: password,
                salt: salt,
                parameters: parameters,
                tagBytes: tag.count
            )
        } catch {
            throw .failed(code: error.code)
        }
    }
}
