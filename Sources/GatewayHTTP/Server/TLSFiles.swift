package import FoundationEssentials
import NIOCore
import NIOSSL
import Synchronization

/// The certificate and key that the server shows, read anew when the files change.
package final class TLSFiles: Sendable {
    private let certificate: String
    private let key: String
    private let state: Mutex<State>

    /// What was read last, and the files as they were then.
    private struct State {
        var context: NIOSSLContext
        var expiry: Date
        var stamp: [Date?]
    }

    /// - Parameters:
    ///   - certificate: path of the PEM file with the chain, our own certificate first.
    ///   - key: path of the PEM file with its private key.
    ///
    /// Throws where a file can't be read or the two don't belong together.
    package init(certificate: String, key: String) throws {
        self.certificate = certificate
        self.key = key
        let stamp = Self.stamp([certificate, key])
        let (context, expiry) = try Self.read(certificate, key)
        state = Mutex(State(context: context, expiry: expiry, stamp: stamp))
    }

    /// Until when our own certificate is good.
    package var expiry: Date { state.withLock { $0.expiry } }

    /// For new connections.
    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Reads the files again where they have changed. Throws, and keeps what it had, where the new ones are no good: a
    /// certificate written before its key is good again at the next look.
    ///
    /// - Returns: whether something new is shown from now on.
    package func reload() throws -> Bool {
        let stamp = Self.stamp([certificate, key])
        guard stamp != state.withLock({ $0.stamp }) else { return false }
        let (context, expiry) = try Self.read(certificate, key)
        state.withLock { $0 = State(context: context, expiry: expiry, stamp: stamp) }
        return true
    }

    private static func read(_ certificate: String, _ key: String) throws -> (NIOSSLContext, expiry: Date) {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        guard let own = chain.first else { throw NIOSSLError.failedToLoadCertificate }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { NIOSSLCertificateSource.certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        // RFC 8996: TLS 1.0 and 1.1 are gone.
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        let context = try NIOSSLContext(configuration: configuration)
        return (context, Date(timeIntervalSince1970: TimeInterval(own.notValidAfter)))
    }

    private static func stamp(_ paths: [String]) -> [Date?] {
        paths.map { try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date }
    }
}
