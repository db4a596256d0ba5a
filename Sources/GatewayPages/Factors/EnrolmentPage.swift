import Workspaces

/// Says that the workspace demands a second factor, and how to get one.
struct EnrolmentPage: Page {
    static let template = "enrolment"

    var place: Place
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""

    func title(_ texts: Texts) -> String { texts("enrolment_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "lead": .text(texts("enrolment_lead", ["workspace": place.workspace?.name ?? ""])),
            "return_to": .text(returnTo),
            "begin_anew": .text("\(place.root)/sign-in"),
        ]
    }
}
