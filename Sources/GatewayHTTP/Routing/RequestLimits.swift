package import FoundationEssentials

/// What one request may take of us.
package struct RequestLimits: Sendable {
    /// Bytes of body.
    package var bodyBytes: Int
    /// Seconds from the head of the request to the answer, waiting for the body included.
    package var seconds: TimeInterval
    /// Whether a stop of the service cuts the request short, as it should where waiting is all that the request does.
    package var endsOnShutdown: Bool

    package init(bodyBytes: Int, seconds: TimeInterval, endsOnShutdown: Bool = false) {
        self.bodyBytes = bodyBytes
        self.seconds = seconds
        self.endsOnShutdown = endsOnShutdown
    }

    /// 64 KiB hold every form and JSON body of a person; 15 seconds are longer than anybody waits.
    package static let standard = RequestLimits(bodyBytes: 64 << 10, seconds: 15)
}

/// What one connection may take of us.
package enum ConnectionLimits {
    /// Bytes of one header field: cookies of eight workspaces, with room for a host's others.
    package static let headerFieldBytes = 16 << 10
    /// Bytes of all header fields.
    package static let headerBytes = 32 << 10
    package static let headerFields = 100
    /// Seconds without a byte, also within the head of a request, after which the connection is closed.
    package static let idleSeconds = 60
    /// Connections at once; further ones wait in the kernel's queue.
    package static let connections = 8_192
}
