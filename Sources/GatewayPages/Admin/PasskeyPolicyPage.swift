import SignIn
import WebAuthn
import Workspaces

/// Which passkeys the workspace takes, which the gateway can prove, and which were registered before.
struct PasskeyPolicyPage: Page {
    /// The choice that the form offers.
    enum Takes: String, Sendable, CaseIterable {
        case any
        case proven
        case models

        init(_ policy: PasskeyPolicy) {
            switch policy {
            case .anyMake: self = .any
            case .attested(nil): self = .proven
            case .attested(_?): self = .models
            }
        }

        /// Throws ``Trouble`` where what was typed are no models.
        func policy(models typed: String) throws(Trouble) -> PasskeyPolicy {
            switch self {
            case .any: return .anyMake
            case .proven: return .attested(models: nil)
            case .models:
                var models: Set<AAGUID> = []
                for word in typed.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
                    guard let model = AAGUID(String(word)) else { throw .malformed(String(word)) }
                    models.insert(model)
                }
                return .attested(models: models)
            }
        }
    }

    /// What is to mend in what was sent.
    enum Trouble: Error, Sendable {
        case malformed(String)
        case noRoots
        case withoutRoots([String])
        case noModels
        case tooManyModels

        init(_ rejection: ManagePasskeyPolicy.Rejection) {
            switch rejection {
            case .noRoots: self = .noRoots
            case .withoutRoots(let models): self = .withoutRoots(models.map(\.description))
            case .noModels: self = .noModels
            case .tooManyModels: self = .tooManyModels
            }
        }
    }

    static let template = "passkey_policy"
    /// Models that one sentence names.
    private static let mostNamed = 3

    var place: Place
    var overview: ManagePasskeyPolicy.Overview
    var mayChange: Bool
    var wasSaved = false
    var trouble: Trouble?
    /// What was sent before, to be mended; nil for what is set.
    var typed: (takes: Takes, models: String)?

    func title(_ texts: Texts) -> String { texts("admin_passkeys") }

    func record(_ texts: Texts) -> PageRecord {
        let set = Takes(overview.policy)
        let fault = trouble.map { text(of: $0, texts) }
        return [
            "banner": banner(fault, texts).map { .record($0.record) } ?? false,
            "policy_now": .text(texts("passkey_policy_now_\(set.rawValue)")),
            "outside": .optional(
                overview.outside.passkeys == 0
                    ? nil
                    : texts(
                        "passkey_policy_outside",
                        ["passkeys": "\(overview.outside.passkeys)", "people": "\(overview.outside.people)"]
                    )
            ),
            "may_change": .flag(mayChange && (offered.count > 1 || set != .any)),
            "nothing_provable": overview.provable.isEmpty
                ? .record([
                    "empty_title": .text(texts("passkey_policy_no_roots_title")),
                    "empty_text": .text(texts("passkey_policy_no_roots")),
                ]) : false,
            "choices": .list(
                offered.map { takes in
                    Choice(
                        name: "takes",
                        value: takes.rawValue,
                        label: texts("passkey_policy_\(takes.rawValue)"),
                        note: texts("passkey_policy_\(takes.rawValue)_note"),
                        isChosen: takes == typed?.takes ?? set
                    ).record
                }
            ),
            "models": .record(
                Lines(
                    name: "models",
                    label: texts("passkey_policy_models_label"),
                    value: typed?.models
                        ?? (overview.policy.models ?? []).inOrder.map(\.description)
                        .joined(separator: "\n"),
                    hint: texts("passkey_policy_models_hint"),
                    error: typed?.takes == .models ? fault : nil
                ).record
            ),
            "provable": .list(
                overview.provable.map { model in
                    [
                        "model_name": .text(PasskeyProviders.name(of: model) ?? texts("passkey_policy_unnamed")),
                        "model": ["copy_id": .text("model-\(model)"), "copy_value": .text(model.description)],
                        "model_is_allowed": .flag(overview.policy.models?.contains(model) ?? (set == .proven)),
                    ]
                }
            ),
        ]
    }

    /// Without a root nothing can be proven, and all that can be chosen is not to ask.
    private var offered: [Takes] { overview.provable.isEmpty ? [.any] : Takes.allCases }

    private func banner(_ fault: String?, _ texts: Texts) -> Banner? {
        if let fault { return Banner(tone: .danger, text: fault) }
        return wasSaved ? Banner(tone: .success, text: texts("policy_saved")) : nil
    }

    private func text(of trouble: Trouble, _ texts: Texts) -> String {
        switch trouble {
        case .malformed(let word):
            texts("passkey_policy_malformed", ["word": String(word.prefix(Self.mostLetters))])
        case .noRoots: texts("passkey_policy_no_roots")
        case .withoutRoots(let models):
            texts("passkey_policy_without_roots", ["models": models.prefix(Self.mostNamed).joined(separator: ", ")])
        case .noModels: texts("passkey_policy_no_models")
        case .tooManyModels: texts("passkey_policy_too_many", ["most": "\(PasskeyPolicy.mostModels)"])
        }
    }

    /// As many as a UUID has, and some.
    private static let mostLetters = 40
}
