import GatewayHTTP
import SignIn
import Workspaces

/// The people of a workspace in the order of their addresses, with what each signs in with for those who may know.
struct PeoplePage: Page {
    static let template = "people"

    var place: Place
    var people: ListPeople.Page
    /// How the addresses begin that were asked for; empty for all.
    var prefix = ""
    /// Who has only a password is told to those who may read the policy: it is whom to attack first.
    var showsFactors: Bool
    var mayReset: Bool
    /// Whose factors were reset just now.
    var wasReset: String?

    func title(_ texts: Texts) -> String { texts("admin_people") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = wasReset.map { Banner(tone: .success, text: texts("people_reset_done", ["person": $0])) }
        let nobody: PageRecord = [
            "empty_title": .text(texts("people_none_title")), "empty_text": .text(texts("people_none_text")),
        ]
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "lead": .text(texts(showsFactors ? "people_lead" : "people_lead_alone")),
            "shows_factors": .flag(showsFactors),
            "people_address": .text(address),
            "prefix": .text(prefix),
            "prefix_length": .text("\(EmailAddress.maximumBytes)"),
            "all_people": .optional(prefix.isEmpty ? nil : address),
            "some": people.people.isEmpty ? false : .record(["rows": .list(people.people.map { row($0, texts) })]),
            "nobody": people.people.isEmpty ? .record(nobody) : false,
            "more": .optional(people.next.flatMap(more)),
        ]
    }

    private var address: String { AdminSection.people.address(at: place.root) }

    /// The next page, of the same search.
    private func more(after user: UserID) -> String? {
        let page = LocalPath(address)?.adding("after", user.description)
        return (prefix.isEmpty ? page : page?.adding("address", prefix))?.description
    }

    private func row(_ person: PersonFactors, _ texts: Texts) -> PageRecord {
        let user = person.user
        return [
            "person_name": .text(user.name),
            "person_email": .text(user.email.description),
            "person_role": .text(texts("role_\(user.role.rawValue)")),
            "person_is_inactive": .flag(!user.isActive),
            "badges": .list(
                (person.enrolled.haveSecond ? person.enrolled.names(texts) : [texts("people_no_factor")]).map { name in
                    ["badge_text": .text(name), "badge_is_good": .flag(person.enrolled.haveSecond)]
                }
            ),
            "reset_address": .optional(
                mayReset && person.enrolled.haveSecond ? "\(address)/\(user.id)/second-factors" : nil
            ),
            "reset_of": .text(texts("people_reset_of", ["person": user.name])),
        ]
    }
}

extension EnrolledFactors {
    /// What somebody has, each in a word or two.
    func names(_ texts: Texts) -> [String] {
        [
            totpSince == nil ? nil : texts("authenticator_name"),
            passkeys == 0 ? nil : texts("people_passkeys", ["count": "\(passkeys)"]),
        ].compactMap(\.self)
    }
}
