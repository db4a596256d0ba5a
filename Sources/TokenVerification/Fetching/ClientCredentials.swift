import Encoding

/// The client id and secret that a service shows to read the revocation feed: `identity-gateway client create --kind api`.
/// Printing it shows the id alone.
public struct ClientCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The client id.
    public let id: String
    private let secret: String

    /// Credentials of a client.
    public init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// HTTP Basic, id and secret form-encoded first (RFC 6749 section 2.3.1).
    var authorization: FetchHeader {
        let pair = "\(Self.formEncoded(id)):\(Self.formEncoded(secret))"
        return FetchHeader(name: "Authorization", value: "Basic \(Base64.encode(Array(pair.utf8)))")
    }

    /// The id.
    public var description: String { "ClientCredentials(\(id))" }
    /// The same.
    public var debugDescription: String { description }
    /// Without children, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    private static func formEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "*"):
                encoded.append(Character(Unicode.Scalar(byte)))
            case UInt8(ascii: " "): encoded.append("+")
            default: encoded.append("%\(Hex.encode([byte]).uppercased())")
            }
        }
        return encoded
    }
}
