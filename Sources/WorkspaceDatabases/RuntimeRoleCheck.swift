package import Postgres

package struct RuntimeRoleCheck: Sendable {
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The connection's role, and what it may do that it must not: `CREATEROLE`, or `SUPERUSER through postgres`.
        package let role: String
        package let powers: [String]

        package var description: String {
            "the database role \(role) must not serve: it has \(powers.joined(separator: ", "))"
        }
    }

    package init() {}

    /// - Throws: ``Refusal``.
    package func check(_ session: any PostgresSession) async throws { throw PostgresError(.connectionLost) }
}
