import BoundedWorkers
import SignIn
import Workspaces

/// Which faults of the layers below, and refusals that every face answers alike, have an answer of their own. Everything
/// else is an internal error, whose reason stands in the log only.
enum Faults {
    /// Seconds: a password hash takes tens of milliseconds, so places are free again soon.
    static let busyRetry = 1
    /// Seconds: a database that restarts, or a workspace that is being made.
    static let unavailableRetry = 5

    static func problem(of error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let refusal as TooManyTries: Problem(.tooManyRequests, retryAfter: refusal.retryAfter)
        case let refusal as PasskeyNotAllowed: Problem(refusal)
        case StepUpRejection.sessionOver: .noAccess(sent: true)
        case is BoundedWorkersFull: Problem(.busy, retryAfter: busyRetry)
        case is ControlDatabaseUnavailable: Problem(.busy, retryAfter: unavailableRetry)
        case is WorkspaceUnavailable: Problem(.workspaceUnavailable, retryAfter: unavailableRetry)
        case is AccessTokenTooEarly: Problem(.busy, retryAfter: busyRetry)
        case is CancellationError: Problem(.busy, retryAfter: busyRetry)
        default: Problem(.internalError)
        }
    }
}
