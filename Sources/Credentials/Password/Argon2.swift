import CArgon2
import Secrets

/// Which of the three functions (RFC 9106 section 3.1, type y). New hashes are made with ``id`` alone.
enum Argon2Variant: String, Sendable {
    case id = "argon2id"
    case i = "argon2i"
    case d = "argon2d"
}

/// Which version of them: 1.3 (RFC 9106), or 1.0, which hashes from before 2016 were made with.
enum Argon2Version: UInt32, Sendable {
    case v13 = 19
    case v10 = 16
}

/// Argon2 by libargon2. Pure: the same input gives the same tag.
enum Argon2 {
    /// What libargon2 answered instead of a tag: one of `Argon2_ErrorCodes`, such as −22 where memory ran out.
    struct Failure: Error, Equatable {
        let code: Int32
    }

    /// The tag of `message` (RFC 9106 section 3.1 calls the password the message string P).
    ///
    /// - Parameters:
    ///   - salt: at least 8 bytes.
    ///   - secret: the key K; empty where none is used.
    ///   - associatedData: X; empty where none is used.
    ///   - tagBytes: at least 4.
    static func tag(
        _ variant: Argon2Variant = .id,
        _ version: Argon2Version = .v13,
        of message: Secret<[UInt8]>,
        salt: [UInt8],
        secret: [UInt8] = [],
        associatedData: [UInt8] = [],
        parameters: Argon2Parameters,
        tagBytes: Int
    ) throws(Failure) -> [UInt8] {
        var (message, salt, secret, associatedData) = (message.expose(), salt, secret, associatedData)
        var tag = [UInt8](repeating: 0, count: tagBytes)
        // libargon2 takes mutable pointers. It writes to the tag, and to the message when told to wipe it.
        let code = unsafe tag.withUnsafeMutableBufferPointer { tag in
            unsafe message.withUnsafeMutableBufferPointer { message in
                unsafe salt.withUnsafeMutableBufferPointer { salt in
                    unsafe secret.withUnsafeMutableBufferPointer { secret in
                        unsafe associatedData.withUnsafeMutableBufferPointer { associatedData in
                            var context = unsafe argon2_context(
                                out: tag.baseAddress,
                                outlen: UInt32(tag.count),
                                pwd: message.baseAddress,
                                pwdlen: UInt32(message.count),
                                salt: salt.baseAddress,
                                saltlen: UInt32(salt.count),
                                secret: secret.baseAddress,
                                secretlen: UInt32(secret.count),
                                ad: associatedData.baseAddress,
                                adlen: UInt32(associatedData.count),
                                t_cost: parameters.passes,
                                m_cost: parameters.memoryKiB,
                                lanes: parameters.lanes,
                                threads: parameters.lanes,
                                version: version.rawValue,
                                allocate_cbk: nil,
                                free_cbk: nil,
                                flags: wipeMessage
                            )
                            return switch variant {
                            case .id: unsafe argon2id_ctx(&context)
                            case .i: unsafe argon2i_ctx(&context)
                            case .d: unsafe argon2d_ctx(&context)
                            }
                        }
                    }
                }
            }
        }
        guard code == ARGON2_OK.rawValue else { throw Failure(code: code) }
        return tag
    }

    /// `ARGON2_FLAG_CLEAR_PASSWORD`, a macro that Swift does not import: our copy of the password is zeroed after use.
    private static let wipeMessage: UInt32 = 1
}
