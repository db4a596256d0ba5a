import FoundationEssentials
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
        state = Mutex(State(context: try Self.context(certificate, key), stamp: stamp))
    }

    /// For new connections.
    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Reads the files again where they have changed. Throws, and keeps what it had, where the new ones are no good: a
    /// certificate written before its key is good again at the next look.
    ///
    /// - Returns: whether something new is shown from now on.
    package func reload() throws -> Bool {
        let stamp = Self.stamp([certificate, key])
        guard stamp != state.withLock({ $0.stamp }) else { return false }
        let context = try Self.context(certificate, key)
        state.withLock { $0 = State(context: context, stamp: stamp) }
        return true
    }

    private static func context(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        // RFC 8996: TLS 1.0 and 1.1 are gone.
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    private static func stamp(_ paths: [String]) -> [Date?] {
        paths.map { try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date }
    }
}
