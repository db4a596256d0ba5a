/// Who did it.
package enum Actor: Sendable, Hashable {
    case user(UserID)
    /// Somebody at the command line of the service; the name is the account under which it ran.
    case `operator`(String)
    /// The service itself, without anybody's asking.
    case system
    /// Somebody at the door who is not signed in.
    case anonymous
}

/// Where a request came from.
package struct RequestOrigin: Sendable {
    /// The client's IP address in text, as trusted proxies tell it; nil for the command line.
    package let sourceAddress: String?
    /// The network that counts as one sender: the address itself (IPv4), or its first 64 bits (IPv6), within which one
    /// customer of a provider chooses addresses at will. nil for the command line.
    package let sourceNetwork: String?
    package let correlationID: CorrelationID
    /// What the client calls itself, cut between two characters to ``maximumUserAgentBytes`` at most.
    package let userAgent: String?

    package static let maximumUserAgentBytes = 256

    package init(
        sourceAddress: String?,
        sourceNetwork: String? = nil,
        correlationID: CorrelationID,
        userAgent: String? = nil
    ) {
        self.sourceAddress = sourceAddress
        self.sourceNetwork = sourceNetwork
        self.correlationID = correlationID
        self.userAgent = userAgent.map(Self.cut)
    }

    private static func cut(_ userAgent: String) -> String {
        let bytes = userAgent.utf8
        var end =
            bytes.index(bytes.startIndex, offsetBy: maximumUserAgentBytes, limitedBy: bytes.endIndex)
            ?? bytes.endIndex
        while end.samePosition(in: userAgent) == nil { end = bytes.index(before: end) }
        return String(userAgent[..<end])
    }
}

/// Who makes a change, and from where.
package struct ChangeAuthor: Sendable {
    package let actor: Actor
    package let origin: RequestOrigin

    package init(_ actor: Actor, from origin: RequestOrigin) {
        self.actor = actor
        self.origin = origin
    }
}
