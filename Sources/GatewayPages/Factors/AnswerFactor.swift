import GatewayHTTP
import SignIn
import Workspaces

/// Takes the factor that a begun sign-in waits for, whichever page asked for it, and leads on.
struct AnswerFactor: Sendable {
    let signIn: ContinueSignIn
    let progress: SignInProgress

    /// - Parameters:
    ///   - user: who is signed in in this browser so far.
    ///   - refused: what a wrong factor is answered.
    /// - Throws: `TooManyTries`, `PasskeyNotAllowed`, and `Problem` for what no question can mend.
    func callAsFunction(
        _ answer: FactorAnswer,
        _ request: GatewayRequest,
        _ workspace: Workspace,
        replacing user: SignedInUser?,
        _ returnTo: LocalPath?,
        refused: () throws -> Answer
    ) async throws -> Answer {
        let place = Place(workspace: workspace)
        guard let token = progress.token(request, workspace) else { return try progress.expired(place, returnTo) }
        do {
            let step: SignInStep<BrowserGrant> = try await signIn(
                answer,
                to: token,
                in: workspace,
                origin: request.origin
            )
            return try await progress.answer(step, request, workspace, replacing: user, returnTo)
        } catch let rejection as SignInRejection {
            let problem = Problem(rejection)
            switch problem.code {
            case .signInExpired: return try progress.expired(place, returnTo)
            case .invalidCredentials: return try refused()
            default: throw problem
            }
        }
    }
}
