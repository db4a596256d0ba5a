package import Credentials
import Crypto
package import Secrets

/// Which hash is computed for an address of nobody.
///
/// Where hashes were imported, some people's sign-in costs more than others' until it is upgraded. An address of nobody
/// then costs like one of them: always the same for the same address, and only we can tell which. So the time tells of no
/// address whether it is anybody's (attacks 5.1 #1).
package struct PasswordDecoys: Sendable {
    private let key: SymmetricKey

    package init(_ sealing: Sealing) {
        key = SymmetricKey(data: sealing.derivedKey(for: "password-decoys").expose())
    }

    /// - Parameter decoys: those of the workspace.
    /// - Returns: nil for the cost of our own hashes.
    package func choose(for email: String, among decoys: [StoredPasswordHash]) -> StoredPasswordHash? {
        let code = HMAC<SHA256>.authenticationCode(for: FoldedAccount(email).bytes, using: key)
        let number = code.prefix(4).reduce(0) { $0 << 8 | Int($1) } % (decoys.count + 1)
        return number < decoys.count ? decoys[number] : nil
    }
}
