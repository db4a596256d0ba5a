package import Hummingbird
import NIOCore

/// What the frame knows of the connection that a request came on.
package struct ConnectionContext: InitializableFromSource, Sendable {
    /// The other end's address; loopback where the other end has none (a Unix socket, a test).
    package let peer: IPAddress?

    package init(source: ApplicationRequestContextSource) {
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) } ?? IPAddress("127.0.0.1")
    }
}
