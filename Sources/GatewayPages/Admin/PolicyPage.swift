import Workspaces

/// Of whom the workspace demands a second factor, and from when.
struct PolicyPage: Page {
    static let template = "policy"
    /// What is offered; the API takes every number up to ``ManagePolicy/graceDays``.
    static let graceDays = [0, 7, 14, 30]

    var place: Place
    var policy: WorkspacePolicy
    /// Whether the grace period is over.
    var isInForce: Bool
    var mayChange: Bool
    var wasSaved = false

    func title(_ texts: Texts) -> String { texts("admin_policy") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = wasSaved ? Banner(tone: .success, text: texts("policy_saved")) : nil
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "policy_now": .text(
                texts(
                    "policy_\(isInForce ? "now" : "from")_\(policy.secondFactor.rawValue)",
                    ["day": Moment(date: policy.secondFactorFrom).readable(texts)]
                )
            ),
            "may_change": .flag(mayChange),
            "choices": .list(
                SecondFactorScope.allCases.map { scope in
                    [
                        "choice_value": .text(scope.rawValue),
                        "choice_label": .text(texts("policy_\(scope.rawValue)")),
                        "choice_note": .text(texts("policy_\(scope.rawValue)_note")),
                        "choice_checked": .flag(scope == policy.secondFactor),
                    ]
                }
            ),
            "days": .list(
                Self.graceDays.map { days in
                    [
                        "day_value": .text("\(days)"),
                        "day_label": .text(
                            texts(days == 0 ? "policy_at_once" : "policy_days", ["days": "\(days)"])
                        ),
                    ]
                }
            ),
        ]
    }
}
