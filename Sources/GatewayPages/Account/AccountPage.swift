import SignIn
import Workspaces

/// Who am I here, what do I sign in with, where am I signed in, end that one.
struct AccountPage: Page {
    static let template = "account"

    var place: Place
    var user: User
    var current: SessionID
    /// The living ones, the current one among them.
    var sessions: [Session]
    var factors: FactorOverview
    /// What was done just now.
    var news: AccountNews?

    func title(_ texts: Texts) -> String { texts("account_title") }

    func record(_ texts: Texts) -> PageRecord {
        let alone: PageRecord = ["empty_title": .text(texts("alone_title")), "empty_text": .text(texts("alone_text"))]
        return [
            "banner": banner(texts).map { .record($0.record) } ?? false,
            "user_name": .text(user.name),
            "user_email": .text(user.email.description),
            "user_role": .text(texts("role_\(user.role.rawValue)")),
            "factors": .list(factorRows(texts)),
            "may_administer": .flag(user.role.permissions.contains(AdminSection.leastPermission)),
            "rows": .list(ordered.map { row($0, texts) }),
            "alone": sessions.contains { $0.id != current } ? false : .record(alone),
        ]
    }

    /// What was done, before what should be.
    private func banner(_ texts: Texts) -> Banner? {
        if let news { return Banner(tone: .success, text: texts("news_\(news.rawValue)")) }
        guard !factors.enrolled.haveSecond, case .from(let date) = factors.demand else { return nil }
        return Banner(tone: .note, text: texts("second_factor_from", ["day": Moment(date: date).readable(texts)]))
    }

    private func factorRows(_ texts: Texts) -> [PageRecord] {
        let enrolled = factors.enrolled
        let app = enrolled.totpSince.map { texts("authenticator_since", ["since": Moment(date: $0).readable(texts)]) }
        let codes: PageRecord? =
            enrolled.haveSecond
            ? factorRow(
                "recovery_codes_name",
                texts("recovery_codes_left", ["left": "\(enrolled.recoveryCodesLeft)"]),
                "recovery-codes",
                "renew",
                texts
            ) : nil
        return [
            factorRow("method_password", texts("password_state"), "password", "change", texts),
            factorRow(
                "authenticator_name",
                app ?? texts("not_set_up"),
                "authenticator",
                app == nil ? "set_up" : "change",
                texts
            ),
            factorRow(
                "passkeys_title",
                enrolled.passkeys == 0
                    ? texts("not_set_up") : texts("passkeys_count", ["count": "\(enrolled.passkeys)"]),
                "passkeys",
                enrolled.passkeys == 0 ? "set_up" : "change",
                texts
            ),
        ] + (codes.map { [$0] } ?? [])
    }

    private func factorRow(_ name: String, _ state: String, _ page: String, _ action: String, _ texts: Texts)
        -> PageRecord
    {
        [
            "factor_name": .text(texts(name)),
            "factor_state": .text(state),
            "factor_address": .text("\(place.root)/account/\(page)"),
            "factor_action": .text(texts(action)),
            "factor_action_of": .text(texts("\(action)_of", ["name": texts(name)])),
        ]
    }

    /// This device first, then as they came.
    private var ordered: [Session] {
        sessions.filter { $0.id == current } + sessions.filter { $0.id != current }
    }

    private func row(_ session: Session, _ texts: Texts) -> PageRecord {
        let device = Device(userAgent: session.userAgent).name(texts)
        let since = Moment(date: session.authenticatedAt)
        return [
            "session_id": .text(session.id.description),
            "device": .text(device),
            "is_current": .flag(session.id == current),
            "since": .record(since.record(texts)),
            "used": .record(Moment(date: session.lastUsedAt).record(texts)),
            "address": .text(session.sourceAddress ?? texts("address_unknown")),
            "end_session_of": .text(texts("end_session_of", ["device": device, "since": since.readable(texts)])),
        ]
    }
}
