/// One thing that must be well for the service to take requests.
package struct HealthCheck: Sendable {
    /// Thrown by a check where a part is unwell that the rest does well without: it is shown, and the service stays ready.
    package struct Degraded: Error, Sendable, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// Thrown by a check that finds the service unwell, with what it found.
    package struct Failed: Error, Sendable, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    package let name: String
    /// Throws where it is not well, ``Failed`` or a fault; ``Degraded`` where a part of it is not.
    package let check: @Sendable () async throws -> Void

    package init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }
}
