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
    /// Whether one was ended just now.
    var wasEnded = false

    func title(_ texts: Texts) -> String { texts("account_title") }

    func record(_ texts: Texts) -> PageRecord {
        let banner = wasEnded ? Banner(tone: .success, text: texts("session_ended")) : nil
        let alone: PageRecord = ["empty_title": .text(texts("alone_title")), "empty_text": .text(texts("alone_text"))]
        return [
            "banner": banner.map { .record($0.record) } ?? false,
            "user_name": .text(user.name),
            "user_email": .text(user.email.description),
            "user_role": .text(texts("role_\(user.role.rawValue)")),
            "rows": .list(ordered.map { row($0, texts) }),
            "alone": sessions.contains { $0.id != current } ? false : .record(alone),
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
