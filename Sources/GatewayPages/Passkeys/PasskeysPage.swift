import Encoding
import FoundationEssentials
import SignIn
import Workspaces

/// The passkeys of somebody: add one, rename one, remove one.
struct PasskeysPage: Page {
    /// What was done just now, or what came in its way.
    enum News: String, Sendable {
        case added
        case renamed
        case removed
        case refused
        case notAllowed = "not_allowed"
        case demanded
        case nameWrong = "name_wrong"

        var isGood: Bool {
            switch self {
            case .added, .renamed, .removed: true
            case .refused, .notAllowed, .demanded, .nameWrong: false
            }
        }
    }

    static let template = "passkeys"

    var place: Place
    var overview: PasskeyOverview
    /// For one more.
    var question: PasskeyQuestion
    var news: News?

    func title(_ texts: Texts) -> String { texts("passkeys_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = news.map { Banner(tone: $0.isGood ? .success : .danger, text: texts("passkey_\($0.rawValue)")) }
        let none: PageRecord = [
            "empty_title": .text(texts("passkeys_none_title")), "empty_text": .text(texts("passkeys_none_text")),
        ]
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "signal": .optional(overview.signal?.text),
            "some": overview.passkeys.isEmpty
                ? false : .record(["rows": .list(overview.passkeys.map { row($0, texts) })]),
            "none": overview.passkeys.isEmpty ? .record(none) : false,
            "passkey": .record(
                PasskeyPrompt(
                    question: .asked(question),
                    action: "\(place.root)/account/passkeys",
                    label: texts("passkey_add"),
                    failure: texts("passkey_not_made"),
                    without: texts("passkey_needs_script"),
                    isPrimary: true
                ).record(texts)
            ),
            "account_address": .text("\(place.root)/account"),
        ]
    }

    private func row(_ passkey: Passkey, _ texts: Texts) -> PageRecord {
        let name = passkey.name.description
        return [
            "name": .text(name),
            "is_synced": .flag(passkey.isBackedUp),
            "made": .record(Moment(date: passkey.createdAt).record(texts)),
            "used": passkey.lastUsedAt.map { .record(Moment(date: $0).record(texts)) } ?? false,
            "field_id": .text("name-\(passkey.id)"),
            "name_label": .text(texts("passkey_name_label", ["name": name])),
            "name_length": .text("\(PasskeyName.maximumBytes)"),
            "passkey_id": .text(passkey.id.description),
            "passkeys_address": .text("\(place.root)/account/passkeys"),
            "rename_of": .text(texts("passkey_rename_of", ["name": name])),
            "remove_of": .text(texts("passkey_remove_of", ["name": name])),
        ]
    }
}
