import CArgon2
import Credentials
import Testing

/// libargon2 by its own door, to compare with.
enum LibraryHash {
    static func encoded(_ password: String, salt: [UInt8], parameters: Argon2Parameters) throws -> String {
        var text = [CChar](repeating: 0, count: 256)
        let bytes = Array(password.utf8)
        let code = unsafe argon2id_hash_encoded(
            parameters.passes,
            parameters.memoryKiB,
            parameters.lanes,
            bytes,
            bytes.count,
            salt,
            salt.count,
            32,
            &text,
            text.count
        )
        try #require(code == ARGON2_OK.rawValue)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
