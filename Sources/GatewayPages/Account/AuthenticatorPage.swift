import SignIn
import Workspaces

/// What an authenticator app is for, and whether there is one.
struct AuthenticatorPage: Page {
    static let template = "authenticator"

    var place: Place
    var overview: FactorOverview

    func title(_ texts: Texts) -> String { texts("authenticator_name") }

    func record(_ texts: Texts) -> PageRecord {
        let since = overview.enrolled.totpSince.map { Moment(date: $0).readable(texts) }
        return [
            "since": .optional(since.map { texts("authenticator_since", ["since": $0]) }),
            "begin_label": .text(texts(since == nil ? "set_up_authenticator" : "replace_authenticator")),
        ]
    }
}

/// Asks whether to remove the authenticator app, and says what that means.
struct RemoveAuthenticatorPage: Page {
    static let template = "remove_authenticator"

    var place: Place
    var overview: FactorOverview

    func title(_ texts: Texts) -> String { texts("remove_authenticator_title") }

    func record(_ texts: Texts) -> PageRecord {
        let isLast = overview.enrolled.passkeys == 0
        let mayRemove = !isLast || overview.demand == .none
        let lead =
            if !isLast {
                "remove_authenticator_passkeys"
            } else {
                mayRemove ? "remove_authenticator_lead" : "remove_authenticator_demanded"
            }
        return [
            "lead": .text(texts(lead, ["workspace": workspaceName, "count": "\(overview.enrolled.passkeys)"])),
            "may_remove": .flag(mayRemove),
        ]
    }
}
