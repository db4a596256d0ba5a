/// A response as it came in: bytes of XML that nobody has looked at yet. The first of the three types raw, parsed, verified.
package struct ReceivedResponse: Sendable {
    /// The document, UTF-8.
    package let bytes: [UInt8]

    /// - Parameter bytes: the XML itself, already out of its base64; see ``PostBinding``.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
