import Credentials
import SignIn
import Workspaces

/// Whoever holds a link chooses a password.
struct ChoosePasswordPage: Page {
    static let template = "choose_password"

    var place: Place
    var purpose: PasswordLink.Purpose
    /// Where the form goes: the link itself.
    var address: String
    var user: User
    var violation: PasswordPolicyViolation?
    var isBusy = false

    func title(_ texts: Texts) -> String { texts("choose_\(purpose.rawValue)_title", names) }

    func record(_ texts: Texts) -> PageRecord {
        let banner = isBusy ? Banner(tone: .danger, text: texts("sign_in_busy")) : nil
        return [
            "choose_heading": .text(title(texts)),
            "choose_lead": .text(texts("choose_\(purpose.rawValue)_lead", names)),
            "banner": banner.map { .record($0.record) } ?? false,
            "choose_address": .text(address),
            "user_email": .text(user.email.description),
            "password": .record(PasswordForms.field(texts, violation: violation).record),
        ]
    }

    private var names: [String: String] { ["workspace": place.workspace?.name ?? "", "name": user.name] }
}

/// The link is no good: used, replaced, too old, or never one of ours.
struct DeadLinkPage: Page {
    static let template = "dead_link"

    var place: Place
    var purpose: PasswordLink.Purpose

    func title(_ texts: Texts) -> String { texts("dead_link_title") }

    func record(_ texts: Texts) -> PageRecord {
        [
            "dead_link_text": .text(texts("dead_link_\(purpose.rawValue)")),
            "is_reset": .flag(purpose == .reset),
        ]
    }
}
