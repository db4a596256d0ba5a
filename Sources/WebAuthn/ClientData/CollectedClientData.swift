import Crypto
import Encoding

/// What the browser says about a ceremony (WebAuthn Level 3 section 5.8.1), parsed. The authenticator signs its hash, so it
/// is believed once that signature was verified.
struct CollectedClientData: Sendable {
    /// SHA-256 of the bytes as received: never of a text written anew (attacks 4.2 #32).
    let hash: [UInt8]
    let type: String
    /// base64url.
    let challenge: String
    let origin: String
    /// Whether it was made in a frame whose ancestors are of another origin. Absent is false.
    let crossOrigin: Bool
    /// The origin of the page around the frame.
    let topOrigin: String?

    /// Most bytes and nesting. Browsers stay below 1 KiB; unknown members may come with it, and are ignored.
    private static let limits = JSONLimits.token
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        hash = Array(SHA256.hash(data: bytes))
        // Section 7.1 step 5, UTF-8 decode: one leading byte order mark is stripped.
        let text = bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(Self.byteOrderMark.count) : bytes[...]
        guard let object = (try? StrictJSON.parse(text, limits: Self.limits))?.object else {
            throw WebAuthnRejection(.clientDataNotJSON)
        }
        guard let type = object["type"]?.string, let challenge = object["challenge"]?.string,
            let origin = object["origin"]?.string
        else { throw WebAuthnRejection(.clientDataMember) }
        (self.type, self.challenge, self.origin) = (type, challenge, origin)
        switch object["crossOrigin"] {
        case nil: crossOrigin = false
        case .bool(let value): crossOrigin = value
        default: throw WebAuthnRejection(.clientDataMember, "crossOrigin")
        }
        switch object["topOrigin"] {
        case nil: topOrigin = nil
        case .string(let value): topOrigin = value
        default: throw WebAuthnRejection(.clientDataMember, "topOrigin")
        }
    }
}
