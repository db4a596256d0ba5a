import Encoding

/// A compact JWS whose form is sound and whose signature nobody has looked at.
///
/// It shows its header, which is needed to find the key, and withholds its payload: that is in ``VerifiedJWS``.
public struct UnverifiedJWS: Sendable {
    /// Longest token in bytes by default: it has to fit a header line, and servers take 8 KiB of those.
    public static let defaultMaximumBytes = 8 << 10

    /// The protected header, not yet to be believed.
    public var header: JWSHeader { encodedHeader.header }
    /// The same with its text.
    package let encodedHeader: EncodedJWSHeader
    private let signingInput: ArraySlice<UInt8>
    private let payload: [UInt8]
    private let signature: [UInt8]

    /// Reads the three parts of a compact JWS (RFC 7515 section 7.1).
    ///
    /// - Parameters:
    ///   - text: the token; nothing is trimmed.
    ///   - maximumBytes: its greatest length, checked before anything is decoded.
    /// - Throws: ``JOSEError`` for the first check that fails.
    public init(parsing text: String, maximumBytes: Int = defaultMaximumBytes) throws(JOSEError) {
        try self.init(parsing: Array(text.utf8), maximumBytes: maximumBytes)
    }

    /// The same over the token's bytes.
    public init(parsing bytes: [UInt8], maximumBytes: Int = defaultMaximumBytes) throws(JOSEError) {
        try self.init(parsing: bytes, maximumBytes: maximumBytes, knownHeaders: [])
    }

    /// The same, taking a header that was read before as it was read then: tokens of one key share their header's text.
    package init(
        parsing bytes: [UInt8],
        maximumBytes: Int = defaultMaximumBytes,
        knownHeaders: [EncodedJWSHeader]
    ) throws(JOSEError) {
        guard bytes.count <= maximumBytes else { throw .tooLong }
        let dot = UInt8(ascii: ".")
        guard let first = bytes.firstIndex(of: dot), let last = bytes.lastIndex(of: dot), first < last else {
            throw .notThreeParts
        }
        // A payload may be no bytes at all; a header and a signature can't.
        guard first > 0, last + 1 < bytes.count else { throw .emptyPart }
        if let known = knownHeaders.first(where: { $0.text == bytes[..<first] }) {
            encodedHeader = known
        } else {
            let header = try JWSHeader(parsing: try Self.decode(bytes[..<first]))
            encodedHeader = EncodedJWSHeader(text: bytes[..<first], header: header)
        }
        payload = try Self.decode(bytes[(first + 1)..<last])
        signature = try Self.decode(bytes[(last + 1)...])
        signingInput = bytes[..<last]
    }

    /// The token, if `key` signed it.
    ///
    /// Throws ``JOSEError/algorithmMismatch`` when the header names another algorithm than the key's one, and
    /// ``JOSEError/invalidSignature``.
    public func verified(by key: PublicKey) throws(JOSEError) -> VerifiedJWS {
        guard header.algorithm == key.algorithm else { throw .algorithmMismatch }
        guard key.isValidSignature(signature, for: signingInput) else { throw .invalidSignature }
        return VerifiedJWS(header: header, payload: payload)
    }

    /// The bytes of a part. A dot is no character of base64url, so a token of more than three parts fails here.
    private static func decode(_ part: ArraySlice<UInt8>) throws(JOSEError) -> [UInt8] {
        do {
            return try Base64URL.decode(utf8: part)
        } catch {
            throw part.contains(UInt8(ascii: ".")) ? .notThreeParts : .notBase64URL
        }
    }
}

/// A header that was read, and the base64url text that it was read from.
package struct EncodedJWSHeader: Sendable {
    fileprivate let text: ArraySlice<UInt8>
    fileprivate let header: JWSHeader

    fileprivate init(text: ArraySlice<UInt8>, header: JWSHeader) {
        self.text = text
        self.header = header
    }

    /// The same, without the token around the text.
    package var detached: EncodedJWSHeader {
        EncodedJWSHeader(text: ArraySlice(Array(text)), header: header)
    }

    /// Whether both have the same text, and so the same header.
    package static func == (one: EncodedJWSHeader, other: EncodedJWSHeader) -> Bool { one.text == other.text }
}
