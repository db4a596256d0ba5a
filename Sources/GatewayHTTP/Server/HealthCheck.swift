/// One thing that must be well for the service to take requests.
package struct HealthCheck: Sendable {
    package let name: String
    /// Throws where it is not well.
    package let check: @Sendable () async throws -> Void

    package init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }
}
