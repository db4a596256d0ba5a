import Workspaces

/// Asks whether to sign out, for whoever comes by a link: a link changes nothing.
struct SignOutPage: Page {
    static let template = "sign_out"

    var place: Place

    func title(_ texts: Texts) -> String { texts("sign_out_title") }

    func record(_ texts: Texts) -> PageRecord {
        ["sign_out_lead": .text(texts("sign_out_lead", ["workspace": place.workspace?.name ?? ""]))]
    }
}
