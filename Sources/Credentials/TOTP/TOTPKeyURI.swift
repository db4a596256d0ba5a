import Encoding
package import Secrets

/// The `otpauth:` address that an authenticator app reads from a QR code. No standard but everybody's convention ("Key Uri
/// Format"): `otpauth://totp/<issuer>:<account>?secret=…&issuer=…`.
package enum TOTPKeyURI {
    /// Bytes of UTF-8 of a name in it; a longer one is cut between characters, so that the QR code stays readable.
    package static let maximumNameBytes = 64

    /// - Parameters:
    ///   - issuer: what the app shows above the code.
    ///   - account: what tells several accounts at one issuer apart.
    package static func make(_ secret: TOTPSecret, issuer: String, account: String) -> Secret<String> {
        let issuer = encode(cut(issuer))
        let settings = "issuer=\(issuer)&algorithm=SHA1&digits=\(TOTPCode.digitCount)&period=\(TOTP.stepSeconds)"
        return secret.base32.map { "otpauth://totp/\(issuer):\(encode(cut(account)))?secret=\($0)&\(settings)" }
    }

    /// The name as the format has it: without colons, of which there is one between issuer and account.
    private static func cut(_ name: String) -> String {
        var kept = ""
        var bytes = 0
        for character in name where character != ":" {
            bytes += character.utf8.count
            guard bytes <= maximumNameBytes else { break }
            kept.append(character)
        }
        return kept
    }

    /// A plus for a space is read by some apps only.
    private static func encode(_ text: String) -> String { PercentCoding.encode(text.utf8) }
}
