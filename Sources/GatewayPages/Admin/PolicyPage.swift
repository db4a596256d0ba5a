import FoundationEssentials
import SignIn
import Workspaces

/// Of whom the workspace demands a second factor, from when, and whom a change would lead through enrolment.
struct PolicyPage: Page {
    static let template = "policy"
    /// What is offered; the API takes every number up to ``ManagePolicy/graceDays``.
    static let graceDays = [0, 7, 14, 30]
    /// In the place of a number of days: the day that is set.
    static let keptDay = "keep"

    var place: Place
    var policy: WorkspacePolicy
    var census: FactorCensus
    /// What whoever reads the page has.
    var reader: EnrolledFactors?
    var now: Date
    var mayChange: Bool
    var wasSaved = false

    func title(_ texts: Texts) -> String { texts("admin_policy") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = wasSaved ? Banner(tone: .success, text: texts("policy_saved")) : nil
        let isInForce = policy.secondFactorFrom <= now
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "policy_now": .text(
                texts(
                    "policy_\(isInForce ? "now" : "from")_\(policy.secondFactor.rawValue)",
                    ["day": Moment(date: policy.secondFactorFrom).readable(texts)]
                )
            ),
            "admins_now": .flag(!isInForce && policy.adminsHeld(at: now) != nil),
            "may_change": .flag(mayChange),
            "reader_has_none": .flag(mayChange && reader?.haveSecond == false),
            "choices": .list(
                SecondFactorScope.allCases.map { scope in
                    Choice(
                        name: "second_factor",
                        value: scope.rawValue,
                        label: texts("policy_\(scope.rawValue)"),
                        note: texts("policy_\(scope.rawValue)_note"),
                        effect: effect(of: scope, texts),
                        isChosen: scope == policy.secondFactor
                    ).record
                }
            ),
            "days": .list(
                (isInForce || policy.secondFactor == .off ? [] : [kept(texts)])
                    + Self.graceDays.map { days in
                        [
                            "day_value": .text("\(days)"),
                            "day_label": .text(
                                days == 0
                                    ? texts("policy_at_once")
                                    : texts("policy_days", ["days": "\(days)", "day": day(days, texts)])
                            ),
                        ]
                    }
            ),
        ]
    }

    /// The first of the days that are offered, so that saving anew changes nothing.
    private func kept(_ texts: Texts) -> PageRecord {
        [
            "day_value": .text(Self.keptDay),
            "day_label": .text(texts("policy_kept", ["day": Moment(date: policy.secondFactorFrom).readable(texts)])),
        ]
    }

    /// How many of those meant have nothing yet.
    private func effect(of scope: SecondFactorScope, _ texts: Texts) -> String? {
        census.group(of: scope).map { group in
            texts(
                group.without == 0 ? "policy_none_without" : "policy_without",
                ["without": "\(group.without)", "people": "\(group.people)"]
            )
        }
    }

    private func day(_ days: Int, _ texts: Texts) -> String {
        Moment(date: ManagePolicy.end(ofGraceDays: days, from: now)).readable(texts)
    }
}
