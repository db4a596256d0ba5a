import BoundedWorkers
import Credentials
import Postgres
import Secrets
import SignIn
import Workspaces

/// What a command that fails says to whoever runs it: the fault in one line, and the cure where there is one.
///
/// Whoever is at the command line has the keys to all of it, so that the database's own words may be shown there, other than
/// in answers to the world.
struct OperatorMessage: Error, CustomStringConvertible {
    let description: String

    /// Errors that speak for themselves, and those of the command line's grammar, stay as they are.
    static func of(_ error: any Error) -> any Error {
        switch error {
        case let error as ControlDatabaseUnavailable:
            message("The control database can't be reached: \(words(of: error.reason))", database)
        case let error as WorkspaceUnavailable:
            message(words(of: error), "Check the PostgreSQL that it lives on; `workspace show` names the workspace.")
        case let error as PostgresError: self.of(error)
        case is SigningKeyRing.NoActiveKey:
            message("There is no active signing key.", "Start `identity-gateway serve` once, or run `keys rotate`.")
        case is SealingError:
            message(
                "The app key does not open what is sealed.",
                "Give the one that sealed it in GATEWAY_APP_KEY; a list may hold several."
            )
        case let error as PasswordPolicyViolation:
            message("The password is refused (\(error.code)).", "Choose another.")
        case is BoundedWorkersFull: message("All workers are busy.", "Try again.")
        default: error
        }
    }

    private static let database = "Check GATEWAY_DATABASE_URL, and that PostgreSQL is running there."

    private static func of(_ error: PostgresError) -> OperatorMessage {
        switch error.kind {
        case .connectFailed, .connectionLost, .timeout: message(words(of: error), database)
        // undefined_table, undefined_column
        case .server("42P01", _, _), .server("42703", _, _):
            message("The database hasn't this version's shape.", "Run `identity-gateway migrate`.")
        // insufficient_privilege
        case .server("42501", _, _):
            message(words(of: error), "Run `identity-gateway migrate` with this role as GATEWAY_DATABASE_URL's.")
        case .migration:
            message(words(of: error), "Run the version of this program that made the database, or a newer one.")
        default: message(words(of: error), nil)
        }
    }

    /// What an error is, with what the database said about it.
    static func words(of error: any Error) -> String {
        switch error {
        case is PostgresError, is ControlDatabaseUnavailable, is WorkspaceUnavailable: String(reflecting: error)
        default: "\(error)"
        }
    }

    private static func message(_ fault: String, _ cure: String?) -> OperatorMessage {
        OperatorMessage(description: [fault, cure].compactMap(\.self).joined(separator: "\n"))
    }
}
