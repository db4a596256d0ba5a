import SignIn

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
    /// Whether the workspace demands a second factor.
    var isDemanded: Bool

    func title(_ texts: Texts) -> String { texts("remove_authenticator_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "lead": .text(
                texts(
                    isDemanded ? "remove_authenticator_demanded" : "remove_authenticator_lead",
                    ["workspace": workspaceName]
                )
            ),
            "may_remove": .flag(!isDemanded),
        ]
    }
}
