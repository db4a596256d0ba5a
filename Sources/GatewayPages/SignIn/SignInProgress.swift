package import GatewayHTTP
import HTTPTypes
import Secrets
package import SignIn
import Workspaces

/// Turns the steps of a sign-in into what a browser is answered: the one place that gives and takes its cookies.
package struct SignInProgress: Sendable {
    private let cookies: SessionCookies
    private let begunCookies: SessionCookies
    private let endSession: EndSession
    private let pages: PageRenderer

    package init(url: PublicURL, endSession: EndSession, pages: PageRenderer) {
        cookies = SessionCookies(for: url)
        begunCookies = SessionCookies(for: url, .signIn)
        self.endSession = endSession
        self.pages = pages
    }

    /// The token of the sign-in that has begun in this browser.
    func token(_ request: GatewayRequest, _ workspace: Workspace) -> Secret<String>? {
        begunCookies.token(for: workspace.id, in: request.headers).map { Secret($0) }
    }

    /// - Parameter user: who is signed in in this browser so far. Whoever signs in anew leaves no session behind that nobody
    ///   has the cookie of (attacks 5.3 #19).
    func answer(
        _ step: SignInStep<BrowserGrant>,
        _ request: GatewayRequest,
        _ workspace: Workspace,
        replacing user: SignedInUser?,
        _ returnTo: LocalPath?
    ) async throws -> Answer {
        let place = Place(workspace: workspace)
        switch step {
        case .complete(let grant, let codes):
            if let user {
                _ = try await endSession(
                    user.session.id,
                    of: user.user.id,
                    in: workspace.id,
                    because: .signedOut,
                    by: ChangeAuthor(.user(user.user.id), from: request.origin)
                )
            }
            let target = try returnTo ?? SignInForm.account(of: place)
            var answer =
                codes.isEmpty
                ? Answer.seeOther(target)
                : try pages.answer(
                    RecoveryCodesPage(place: place, codes: codes, next: target.description),
                    in: request.language
                )
            answer.cookies = set(grant, request, workspace) + [begunCookies.clear(workspace.id)]
            return answer
        case .secondFactorRequired(let challenge):
            return try begin(challenge, request, workspace, at: "\(place.root)/sign-in/second-factor", returnTo)
        case .enrolmentRequired(let challenge):
            return try begin(challenge, request, workspace, at: "\(place.root)/sign-in/enrolment", returnTo)
        }
    }

    /// The cookie of a session that was opened, or proved anew.
    func set(_ grant: BrowserGrant, _ request: GatewayRequest, _ workspace: Workspace) -> [SetCookie] {
        cookies.set(
            grant.cookie,
            for: workspace.id,
            maximumAge: Int(SessionLifetime.absolute),
            having: request.headers
        )
    }

    /// Back to the first question, for somebody whose sign-in is over or never began.
    func expired(_ place: Place, _ returnTo: LocalPath?) throws -> Answer {
        guard let page = LocalPath("\(place.root)/sign-in?expired=1") else { throw Problem(.notFound) }
        return .seeOther(returnTo.map { page.adding("return_to", $0.description) } ?? page)
    }

    /// To the page that leads through enrolment.
    ///
    /// - Parameter trouble: what became of a passkey just now.
    func enrolment(_ place: Place, _ returnTo: LocalPath?, after trouble: EnrolmentPage.Trouble? = nil) throws -> Answer
    {
        guard var page = LocalPath("\(place.root)/sign-in/enrolment") else { throw Problem(.notFound) }
        if let trouble { page = page.adding(EnrolmentPage.Trouble.parameter, trouble.rawValue) }
        return .seeOther(returnTo.map { page.adding("return_to", $0.description) } ?? page)
    }

    private func begin(
        _ challenge: SignInChallenge,
        _ request: GatewayRequest,
        _ workspace: Workspace,
        at address: String,
        _ returnTo: LocalPath?
    ) throws -> Answer {
        guard let page = LocalPath(address) else { throw Problem(.notFound) }
        var answer = Answer.seeOther(returnTo.map { page.adding("return_to", $0.description) } ?? page)
        answer.cookies = begunCookies.set(
            challenge.transaction,
            for: workspace.id,
            maximumAge: Int(SignInTransaction.lifetime),
            having: request.headers
        )
        return answer
    }
}
