import Postgres
import PostgresStorage

/// Whether the control database has the shape that this version works with: a node that starts before the migrations are
/// done would answer errors, and says so instead.
enum ControlShape {
    /// Throws ``CommandFailure`` where migrations are missing, and `PostgresError` where one was edited.
    static func check(_ connection: PostgresConnection) async throws {
        let missing = try await MigrationRunner.missing(MigrationList.control, in: connection)
        guard missing.isEmpty else {
            throw CommandFailure(
                "The control database lacks \(missing.joined(separator: ", ")). Run `identity-gateway migrate`."
            )
        }
    }
}
