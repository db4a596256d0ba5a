import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET` and `POST /w/{workspace}/account/recovery-codes`: how many are left, and new ones in their place.
struct RenewRecoveryCodes: Sendable {
    let factors: ManageSecondFactors
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showRecoveryCodes",
                .get,
                "/w/{workspace}/account/recovery-codes",
                "How many recovery codes are left.",
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.notFound, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    let overview = try await factors.overview(of: user.user, in: workspace.id)
                    guard overview.enrolled.haveSecond else { throw Problem(.notFound) }
                    let place = Place(workspace: workspace, user: user.user.name)
                    return try pages.answer(
                        RenewRecoveryCodesPage(place: place, left: overview.enrolled.recoveryCodesLeft),
                        in: request.language
                    )
                }
            ),
            Route(
                "renewRecoveryCodes",
                .post,
                "/w/{workspace}/account/recovery-codes",
                "Puts new recovery codes in the place of all from before.",
                body: .form([]),
                answers: [AnswerForm(.ok, "The codes, shown this once.", type: .html)],
                problems: [.crossSiteRequest, .notFound, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(nil) { request, workspace, user in
                    let place = Place(workspace: workspace, user: user.user.name)
                    do {
                        let codes = try await factors.renewRecoveryCodes(
                            user.holder,
                            in: workspace.id,
                            origin: request.origin
                        )
                        let next = try SignInForm.account(of: place).description
                        return try pages.answer(
                            RecoveryCodesPage(place: place, codes: codes, next: next),
                            in: request.language
                        )
                    } catch let rejection as FactorRejection {
                        throw Problem(rejection)
                    }
                }
            ),
        ]
    }
}

/// How many recovery codes are left, and whether to make new ones.
struct RenewRecoveryCodesPage: Page {
    static let template = "renew_recovery_codes"

    var place: Place
    var left: Int

    func title(_ texts: Texts) -> String { texts("recovery_codes_name") }

    func record(_ texts: Texts) -> PageRecord {
        ["lead": .text(texts("renew_recovery_codes_lead", ["left": "\(left)"]))]
    }
}
