import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A server channel whose connections are encrypted under the certificate that is valid when they come.
///
/// The framework's own TLS channel holds the certificate that it began with.
struct TLSServerChannel: ServerChildChannel {
    let base: HTTP1Channel
    let files: TLSFiles

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: files.context))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
