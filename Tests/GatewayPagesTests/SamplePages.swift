import Credentials
import Encoding
import FoundationEssentials
import GatewayHTTP
import Secrets
import SignIn
import WebAuthn
import Workspaces

@testable import GatewayPages

/// Every page, filled with what it may have to show.
struct SamplePages {
    /// Markup in every text that somebody else may choose: quotes of all kinds, some with a combining mark behind or a
    /// prepended one before, which Swift's characters join with them.
    static let hostile = "</h1><script>alert(1)</script>\"'` onx=1 \"\u{301}x \u{600}\" <\u{338}b &amp; {{x}}"

    var name = "Acme & Sons"
    var person = "Ada Lovelace"
    var typed = "ada@acme.example"

    static func hostilePages() throws -> [String: any Page] {
        try SamplePages(name: hostile, person: hostile, typed: hostile).all()
    }

    func all() throws -> [String: any Page] {
        let workspace = try workspace()
        let door = Place(workspace: workspace)
        let inside = Place(workspace: workspace, user: person)
        let user = try user(2, .owner)
        let sessions = try [
            session(1, time(3_600), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            session(
                2,
                time(86_400),
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
            ),
            session(3, time(900_000), person),
        ]
        return [
            "sign-in": SignInEmailPage(place: door),
            "sign-in-refused-address": SignInEmailPage(place: door, email: typed, isRefused: true, returnTo: typed),
            "sign-in-signed-out": SignInEmailPage(place: door, news: .signedOut),
            "sign-in-password": SignInPasswordPage(place: door, email: typed, returnTo: "/w/acme/account"),
            "sign-in-refused": SignInPasswordPage(place: door, email: typed, trouble: .refused, returnTo: typed),
            "sign-in-missing": SignInPasswordPage(place: door, email: typed, trouble: .missing),
            "sign-in-busy": SignInPasswordPage(place: door, email: typed, trouble: .busy),
            "password-reset": AskForResetPage(place: door, email: typed),
            "password-reset-refused": AskForResetPage(place: door, email: typed, isRefused: true),
            "password-reset-sent": AskForResetPage(place: door, email: typed, isDone: true),
            "choose-password-reset": ChoosePasswordPage(
                place: door,
                purpose: .reset,
                address: typed,
                user: user,
                isBusy: true
            ),
            "choose-password-invitation": ChoosePasswordPage(
                place: door,
                purpose: .invitation,
                address: typed,
                user: user,
                violation: .tooShort(minimumCharacters: 15)
            ),
            "dead-link-reset": DeadLinkPage(place: door, purpose: .reset),
            "dead-link-invitation": DeadLinkPage(place: door, purpose: .invitation),
            "sign-out": SignOutPage(place: inside),
            "start": StartPage(),
            "start-refused": StartPage(slug: typed, isRefused: true),
            "account": AccountPage(
                place: inside,
                user: user,
                current: try id(1),
                sessions: sessions,
                factors: FactorOverview(
                    enrolled: EnrolledFactors(totpSince: nil, recoveryCodesLeft: 0, passkeys: 0),
                    demand: .from(time(-86_400))
                )
            ),
            "account-alone": AccountPage(
                place: inside,
                user: user,
                current: try id(1),
                sessions: Array(sessions.prefix(1)),
                factors: protected,
                news: .sessionEnded
            ),
        ]
        .merging(try passkeys(door, inside)) { page, _ in page }
        .merging(try factors(door, inside, user.role)) { page, _ in page }
        .merging(try administration(user.role)) { page, _ in page }
        .merging(try errors(workspace)) { page, _ in page }
    }

    private var protected: FactorOverview {
        FactorOverview(enrolled: EnrolledFactors(totpSince: time(900), recoveryCodesLeft: 8, passkeys: 2), demand: .now)
    }

    private func passkeys(_ door: Place, _ inside: Place) throws -> [String: any Page] {
        let use = PasskeyQuestion(
            transaction: Secret("ogw_sample"),
            options: ["rpId": "localhost", "challenge": "AAAA"],
            isRegistration: false
        )
        let make = PasskeyQuestion(transaction: nil, options: ["challenge": "AAAA"], isRegistration: true)
        let ways: [SignInFactor] = [.passkey, .totp]
        let passkey = Passkey(
            id: try id(7),
            user: try id(2),
            credential: try CredentialID([1, 2, 3]),
            publicKey: [],
            signCount: 0,
            verifiesUser: true,
            isBackupEligible: true,
            isBackedUp: true,
            transports: [],
            aaguid: try required(AAGUID([UInt8](repeating: 0, count: 16))),
            isAttested: false,
            name: try required(PasskeyName("Telephone")),
            createdAt: time(900),
            lastUsedAt: nil
        )
        let handle = try UserHandle([UInt8](repeating: 1, count: 64))
        let some = PasskeyQuestion(
            transaction: nil,
            options: ["challenge": "AAAA"],
            isRegistration: true,
            allowedModels: [try model("2fc0579f-8113-47ea-b116-bb5a8db9202a"), try model(Self.unnamedModel)]
        )
        let nothing = PasskeyQuestion(
            transaction: nil,
            options: ["challenge": "AAAA"],
            isRegistration: true,
            allowedModels: []
        )
        let one = PasskeyOverview(passkeys: [passkey], relyingPartyID: "localhost", userHandle: handle)
        let none = PasskeyOverview(passkeys: [], relyingPartyID: "localhost", userHandle: nil)
        return [
            "sign-in-passkey": SignInEmailPage(place: door, passkeyTrouble: .refused, returnTo: typed),
            "sign-in-passkey-elsewhere": SignInEmailPage(place: door, passkeyTrouble: .elsewhere),
            "sign-in-passkey-unverified": SignInEmailPage(place: door, passkeyTrouble: .unverified),
            "second-factor-passkey": FactorQuestionPage(
                occasion: .signIn,
                place: door,
                method: .passkey,
                methods: ways,
                trouble: .refused,
                passkey: use
            ),
            "enrolment-passkey": EnrolmentPage(place: door, returnTo: typed, passkey: make, trouble: .refused),
            "enrolment-passkey-not-allowed": EnrolmentPage(place: door, passkey: some, trouble: .notAllowed),
            "step-up-passkey": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .passkey,
                methods: ways,
                passkey: use
            ),
            "passkeys": PasskeysPage(place: inside, overview: one, question: make, news: .added),
            "passkeys-none": PasskeysPage(place: inside, overview: none, question: make, news: .demanded),
            "passkeys-not-allowed": PasskeysPage(place: inside, overview: one, question: nothing, news: .notAllowed),
        ]
    }

    private func factors(_ door: Place, _ inside: Place, _ role: Role) throws -> [String: any Page] {
        let workspace = try required(inside.workspace)
        let admin = Place(workspace: workspace, user: person, admin: (.policy, role))
        let both: [SignInFactor] = [.totp, .recoveryCode]
        let secret = try required(TOTPSecret([UInt8](repeating: 9, count: TOTPSecret.byteCount)))
        let setup = AuthenticatorSetupPage(
            place: door,
            enrolment: TOTPEnrolment(
                secret: secret.base32,
                uri: TOTPKeyURI.make(secret, issuer: "Acme", account: "ada@acme.example")
            ),
            confirmAddress: "/w/acme/account/authenticator/confirm",
            beginAddress: "/w/acme/account/authenticator",
            returnTo: typed
        )
        var again = setup
        again.enrolment = nil
        again.isRefused = true
        let codes = (0..<10).compactMap { RecoveryCode([UInt8](repeating: $0 * 23, count: RecoveryCode.byteCount)) }
        let policy = WorkspacePolicy(secondFactor: .admins, secondFactorFrom: time(0))
        return [
            "second-factor": FactorQuestionPage(
                occasion: .signIn,
                place: door,
                method: .totp,
                methods: both,
                returnTo: typed
            ),
            "second-factor-refused": FactorQuestionPage(
                occasion: .signIn,
                place: door,
                method: .recoveryCode,
                methods: both,
                trouble: .refused
            ),
            "second-factor-too-many": FactorQuestionPage(
                occasion: .signIn,
                place: door,
                method: .totp,
                methods: both,
                trouble: .tooManyTries(minutes: 12)
            ),
            "enrolment": EnrolmentPage(place: door, returnTo: typed),
            "authenticator-setup": setup,
            "authenticator-setup-refused": again,
            "recovery-codes": RecoveryCodesPage(place: inside, codes: codes, next: "/w/acme/account"),
            "step-up": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .password,
                methods: [.password],
                returnTo: typed
            ),
            "step-up-unsaved": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .totp,
                methods: both,
                unsavedOf: try id(4)
            ),
            "step-up-refused": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .totp,
                methods: both,
                trouble: .refused
            ),
            "step-up-recovery-code": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .recoveryCode,
                methods: both,
                trouble: .tooManyTries(minutes: 1)
            ),
            "step-up-busy": FactorQuestionPage(
                occasion: .stepUp,
                place: inside,
                method: .password,
                methods: [.password],
                trouble: .busy
            ),
            "authenticator": AuthenticatorPage(place: inside, overview: protected),
            "remove-authenticator": RemoveAuthenticatorPage(
                place: inside,
                overview: FactorOverview(enrolled: appAlone, demand: .none)
            ),
            "remove-authenticator-demanded": RemoveAuthenticatorPage(
                place: inside,
                overview: FactorOverview(enrolled: appAlone, demand: .from(time(-86_400)))
            ),
            "remove-authenticator-passkeys": RemoveAuthenticatorPage(place: inside, overview: protected),
            "renew-recovery-codes": RenewRecoveryCodesPage(place: inside, left: 3),
            "change-password": ChangePasswordPage(place: inside, email: typed, violation: .common),
            "policy": PolicyPage(
                place: admin,
                policy: policy,
                census: FactorCensus(
                    admins: FactorCensus.Group(people: 3, without: 0),
                    everyone: FactorCensus.Group(people: 120, without: 85)
                ),
                reader: appAlone,
                now: time(0),
                mayChange: true,
                wasSaved: true
            ),
            "policy-read": PolicyPage(
                place: admin,
                policy: policy,
                census: FactorCensus(
                    admins: FactorCensus.Group(people: 1, without: 1),
                    everyone: FactorCensus.Group(people: 1, without: 1)
                ),
                reader: nil,
                now: time(86_400),
                mayChange: false
            ),
        ]
    }

    private func administration(_ role: Role) throws -> [String: any Page] {
        let workspace = try workspace()
        let passkeys = Place(workspace: workspace, user: person, admin: (.passkeys, role))
        let people = Place(workspace: workspace, user: person, admin: (.people, role))
        let models = [try model("2fc0579f-8113-47ea-b116-bb5a8db9202a"), try model(Self.unnamedModel)]
        let outside = PasskeysOutside(passkeys: 12, people: 9)
        let some = ManagePasskeyPolicy.Overview(
            policy: .attested(models: [models[0]]),
            provable: models,
            outside: outside
        )
        let bare = ManagePasskeyPolicy.Overview(
            policy: .anyMake,
            provable: [],
            outside: PasskeysOutside(passkeys: 0, people: 0)
        )
        let reader = try user(2, .owner)
        let bob = PersonFactors(user: try user(3, .member), enrolled: appAlone)
        let eve = PersonFactors(
            user: try user(4, .owner, status: .deactivated(since: time(0))),
            enrolled: EnrolledFactors(totpSince: nil, recoveryCodesLeft: 0, passkeys: 0)
        )
        let page = ListPeople.Page(
            people: [PersonFactors(user: reader, enrolled: protected.enrolled), bob, eve],
            next: bob.user.id
        )
        return [
            "passkey-policy": PasskeyPolicyPage(place: passkeys, overview: some, mayChange: true, wasSaved: true),
            "passkey-policy-bare": PasskeyPolicyPage(place: passkeys, overview: bare, mayChange: true),
            "passkey-policy-refused": PasskeyPolicyPage(
                place: passkeys,
                overview: some,
                mayChange: true,
                trouble: .malformed(typed),
                typed: (.models, typed)
            ),
            "people": PeoplePage(
                place: people,
                people: page,
                showsFactors: true,
                mayReset: true,
                wasReset: person
            ),
            "people-searched": PeoplePage(
                place: people,
                people: page,
                prefix: typed,
                showsFactors: false,
                mayReset: false
            ),
            "people-nobody": PeoplePage(
                place: people,
                people: ListPeople.Page(people: [], next: nil),
                prefix: typed,
                showsFactors: true,
                mayReset: true
            ),
            "reset-factors": ResetFactorsPage(place: people, person: bob, reader: reader),
            "reset-factors-nothing": ResetFactorsPage(place: people, person: eve, reader: reader),
            "reset-factors-oneself": ResetFactorsPage(
                place: people,
                person: PersonFactors(user: reader, enrolled: appAlone),
                reader: reader
            ),
            "reset-factors-owner": ResetFactorsPage(
                place: people,
                person: PersonFactors(user: reader, enrolled: appAlone),
                reader: try user(5, .admin)
            ),
        ]
    }

    /// One that nobody has named.
    private static let unnamedModel = "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf"

    private var appAlone: EnrolledFactors {
        EnrolledFactors(totpSince: time(900), recoveryCodesLeft: 8, passkeys: 0)
    }

    private func model(_ text: String) throws -> AAGUID { try required(AAGUID(text)) }

    private func user(_ number: UInt8, _ role: Role, status: UserStatus = .active) throws -> User {
        User(
            id: try id(number),
            email: try required(EmailAddress("ada@acme.example")),
            name: person,
            role: role,
            status: status,
            createdAt: time(0)
        )
    }

    private func errors(_ workspace: Workspace) throws -> [String: any Page] {
        var pages: [String: any Page] = [:]
        for code in ProblemCode.allCases {
            pages["error-\(code.rawValue)"] = ErrorPage(
                report: ProblemReport(
                    problem: Problem(code, typed),
                    time: time(0),
                    correlationID: try id(9),
                    workspace: code == .misdirectedRequest ? nil : workspace
                )
            )
        }
        return pages
    }

    private func workspace() throws -> Workspace {
        Workspace(
            id: try id(1),
            slug: try required(WorkspaceSlug("acme")),
            name: name,
            region: "eu",
            state: .active,
            createdAt: time(0)
        )
    }

    private func session(_ number: UInt8, _ since: Date, _ userAgent: String) throws -> Session {
        Session(
            id: try id(number),
            user: try id(2),
            clientID: Application.firstPartyID,
            methods: [.password],
            authenticatedAt: since,
            provedAt: since,
            lastUsedAt: since.addingTimeInterval(600),
            endedAt: nil,
            sourceAddress: number == 3 ? nil : "2001:db8::\(number)",
            userAgent: userAgent
        )
    }

    private func time(_ ago: Int) -> Date { Date(unixSeconds: 1_764_000_000 - ago) }

    private func id<ID: Identifier>(_ number: UInt8) throws -> ID {
        try required(ID(bytes: [UInt8](repeating: number, count: 16)))
    }

    private func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw NoSample() }
        return value
    }

    /// A sample that is not what its type takes.
    private struct NoSample: Error {}
}
