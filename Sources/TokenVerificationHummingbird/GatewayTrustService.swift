public import ServiceLifecycle
public import TokenVerification

/// Keeps a `GatewayTrust` up to date as long as the application runs:
/// `Application(router: router, services: [GatewayTrustService(trust)])`.
public struct GatewayTrustService: Service {
    private let trust: GatewayTrust

    /// A service over `trust`.
    public init(_ trust: GatewayTrust) {
        self.trust = trust
    }

    /// Runs until the application shuts down.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await trust.run() }
        } catch is CancellationError {
            // The end that was asked for.
        }
    }
}
