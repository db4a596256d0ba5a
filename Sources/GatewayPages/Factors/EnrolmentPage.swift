import SignIn
import Workspaces

/// Says that the workspace demands a second factor, and how to get one.
struct EnrolmentPage: Page {
    /// What became of a passkey just now.
    enum Trouble: String, Sendable {
        case refused
        case notAllowed = "not_allowed"

        /// The query's name for it.
        static let parameter = "passkey"
    }

    static let template = "enrolment"

    var place: Place
    /// Where the person wanted to go; empty for the account.
    var returnTo = ""
    /// nil where none can be made now.
    var passkey: PasskeyQuestion?
    var trouble: Trouble?

    func title(_ texts: Texts) -> String { texts("enrolment_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "lead": .text(texts("enrolment_lead", ["workspace": place.workspace?.name ?? ""])),
            "banner": trouble.map {
                .record(Banner(tone: .danger, text: texts("passkey_\($0.rawValue)")).record)
            } ?? false,
            "return_to": .text(returnTo),
            "passkey": passkey.map { .record(prompt($0, texts).record(texts)) } ?? false,
            "begin_anew": .text("\(place.root)/sign-in"),
        ]
    }

    private func prompt(_ question: PasskeyQuestion, _ texts: Texts) -> PasskeyPrompt {
        PasskeyPrompt(
            question: .asked(question),
            action: "\(place.root)/sign-in/second-factor/passkey",
            label: texts("make_passkey"),
            failure: texts("passkey_not_made"),
            without: texts("passkey_needs_script"),
            returnTo: returnTo
        )
    }
}
