import SignIn
import Workspaces

/// Asks whether to take all second factors of somebody away, and says what that means.
struct ResetFactorsPage: Page {
    static let template = "reset_factors"

    var place: Place
    var person: PersonFactors
    var reader: User

    func title(_ texts: Texts) -> String { texts("reset_factors_title", ["person": person.user.name]) }

    func record(_ texts: Texts) -> PageRecord {
        let names = person.enrolled.names(texts)
        return [
            "heading_text": .text(title(texts)),
            "lead": .text(texts("reset_factors_\(state)", ["person": person.user.name])),
            "person_name": .text(person.user.name),
            "person_email": .text(person.user.email.description),
            "person_factors": .text(names.isEmpty ? texts("people_no_factor") : names.joined(separator: ", ")),
            "may_reset": .flag(state == "lead"),
            "reset_address": .text("\(peopleAddress)/\(person.user.id)/second-factors"),
            "people_address": .text(peopleAddress),
        ]
    }

    private var peopleAddress: String { AdminSection.people.address(at: place.root) }

    /// Why it can't be done, or `lead` where it can.
    private var state: String {
        if person.user.id == reader.id { return "oneself" }
        if person.user.role == .owner, !reader.role.permissions.contains(.ownersAssign) { return "owner" }
        return person.enrolled.haveSecond || person.enrolled.recoveryCodesLeft > 0 ? "lead" : "nothing"
    }
}
