import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import ServiceLifecycle
package import Workspaces

/// Makes services of responders: the gateway's own listener, and the one for whoever runs it.
///
/// Both stop gracefully: no further connections, the requests in hand answered, then an end.
package enum GatewayServer {
    /// The gateway's listener.
    ///
    /// - Parameters:
    ///   - files: what TLS shows; nil serves plain HTTP, for a proxy or for development.
    ///   - started: raised when the socket is open.
    package static func service(
        _ responder: GatewayResponder,
        on address: ListenAddress,
        files: TLSFiles?,
        started: StartSignal,
        clock: any WallClock,
        logger: Logger
    ) -> [any Service] {
        let application = Application(
            responder: responder,
            server: builder(files),
            configuration: configuration(address, logger),
            onServerRunning: { _ in started.raise() },
            logger: logger
        )
        let listener = Listener(address: address, application: application)
        guard let files else { return [listener] }
        return [listener, TLSReloading(files: files, clock: clock, logger: logger)]
    }

    /// The management listener: plain HTTP on an address of its own.
    package static func service(
        _ responder: ManagementResponder,
        on address: ListenAddress,
        logger: Logger
    ) -> any Service {
        Listener(
            address: address,
            application: Application(
                responder: responder,
                server: builder(nil),
                configuration: configuration(address, logger),
                logger: logger
            )
        )
    }

    /// HTTP/1.1 with the limits of a connection, in TLS where there are files for it.
    static func builder(_ files: TLSFiles?) -> HTTPServerBuilder {
        let http = HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(ConnectionLimits.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: ConnectionLimits.headerFieldBytes,
                maxHeaderListSize: ConnectionLimits.headerBytes,
                maxHeaderFieldCount: ConnectionLimits.headerFields
            )
        )
        guard let files else { return .http1(configuration: http) }
        return HTTPServerBuilder { responder in
            TLSServerChannel(base: HTTP1Channel(responder: responder, configuration: http), files: files)
        }
    }

    private static func configuration(_ address: ListenAddress, _ logger: Logger) -> ApplicationConfiguration {
        ApplicationConfiguration(
            address: address.bindAddress,
            availableConnectionsDelegate: .maximum(ConnectionLimits.connections, logger: logger)
        )
    }
}

/// A server whose address, where it can't be had, is told.
private struct Listener<Served: Service>: Service {
    let address: ListenAddress
    let application: Served

    func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw ListenFailure(address: address, errno: error.errnoCode)
        }
    }
}

/// The address on which to listen can't be had.
package struct ListenFailure: Error, CustomStringConvertible {
    package let address: ListenAddress
    /// As in `errno.h`.
    package let errno: CInt

    package var description: String {
        switch errno {
        case EADDRINUSE: "Another program listens at \(address) already."
        case EADDRNOTAVAIL: "This machine has no address \(address)."
        case EACCES: "This user may not listen at \(address)."
        default: "Nothing can listen at \(address) (error \(errno))."
        }
    }
}
