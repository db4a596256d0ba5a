import Crypto
import Encoding

/// What the server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677), for `CREATE ROLE … PASSWORD`: the
/// password itself is neither sent nor logged.
package enum SCRAMVerifier {
    /// Bytes of a salt, as many as PostgreSQL takes for its own.
    private static let saltBytes = 16

    /// The verifier of a password that nobody can guess: 128 random bits or more, in printable ASCII, which SASLprep (RFC 4013)
    /// leaves as it is.
    ///
    /// RFC 7677 section 4 asks for 4,096 iterations, which make each guess at a person's password dear. Here there is nothing
    /// to guess, and whoever opens a connection pays for them each time (decision 0036).
    ///
    /// - Parameter login: the role, whose name no other role has: the salt is made from it.
    package static func ofRandomPassword(_ password: String, login: String) -> String {
        let salt = Array(SHA256.hash(data: Array(login.utf8)).prefix(saltBytes))
        return text(of: password, salt: salt, iterations: 1)
    }

    /// The text form that PostgreSQL takes: `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`.
    static func text(of password: String, salt: [UInt8], iterations: Int) -> String {
        let salted = hi(Array(password.utf8), salt: salt, iterations: iterations)
        let storedKey = Array(SHA256.hash(data: hmac(Array("Client Key".utf8), under: salted)))
        let serverKey = hmac(Array("Server Key".utf8), under: salted)
        return
            "SCRAM-SHA-256$\(iterations):\(Base64.encode(salt))$\(Base64.encode(storedKey)):\(Base64.encode(serverKey))"
    }

    /// `Hi` of RFC 5802 section 2.2: PBKDF2 with one block.
    private static func hi(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        var step = hmac(salt + [0, 0, 0, 1], under: password)
        var result = step
        for _ in 1..<max(iterations, 1) {
            step = hmac(step, under: password)
            for index in result.indices { result[index] ^= step[index] }
        }
        return result
    }

    private static func hmac(_ message: [UInt8], under key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
