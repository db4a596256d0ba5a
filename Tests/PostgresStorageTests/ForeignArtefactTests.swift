import Encoding
import FoundationEssentials
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import Testing
import WebAuthn
import Workspaces

extension StorageSuites {
    /// The matrix of what one workspace hands out and the doors of another (attacks 5.8 #79). Both have the same person with
    /// the same password and devices, so that nothing but the workspace is wrong.
    @Suite struct ForeignArtefactTests {
        /// What is handed out as an opaque token.
        enum Token: String, CaseIterable, CustomTestStringConvertible {
            case cookie, resetLink, invitationLink, begunSignIn
            case challengeOfSignIn, challengeOfStepUp, challengeOfNewPasskey

            var testDescription: String { rawValue }

            var kind: OpaqueTokenKind {
                switch self {
                case .cookie: .session
                case .resetLink: .passwordReset
                case .invitationLink: .invitation
                case .begunSignIn: .signInTransaction
                case .challengeOfSignIn, .challengeOfStepUp, .challengeOfNewPasskey: .passkeyCeremony
                }
            }

            /// One door takes them for all workspaces: see ``TwoWorkspacesTests``.
            static let ofAllWorkspaces: Set<OpaqueTokenKind> = [.refresh]
            /// No workspace hands them out.
            static let ofNone: Set<OpaqueTokenKind> = [.api, .scim, .authorizationCode, .clientSecret]
        }

        /// Whoever has workspaces hand out another kind adds its door here.
        @Test func everyKindOfTokenHasItsPlace() {
            let kinds = Set(Token.allCases.map(\.kind)).union(Token.ofAllWorkspaces).union(Token.ofNone)
            #expect(kinds == Set(OpaqueTokenKind.allCases))
        }

        @Test(arguments: Token.allCases)
        func aTokenOfOneIsNothingInTheOther(_ token: Token) async throws {
            // attacks 5.3 #23, 5.8 #79
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let twin = try await gateway.makeUser(owner.email.description, .owner, in: globex)
                let here = try await Resident(gateway, owner, in: acme, for: token)
                let there = try await Resident(gateway, twin, in: globex, for: token)
                let (text, challenge) = try await here.obtain(token)
                let rewritten = try text.rewritten(as: token.kind, for: globex.id)
                for (spelling, visitor) in [(text, there), (rewritten, there), (rewritten, here)] {
                    #expect(try await !visitor.isTaken(spelling, challenge, as: token))
                }
                // None of that touched the real one, which was good all along.
                #expect(try await here.isTaken(text, challenge, as: token))
            }
        }

        enum Factor: String, CaseIterable, CustomTestStringConvertible {
            case code, recoveryCode, passkey

            var testDescription: String { rawValue }
        }

        @Test(arguments: Factor.allCases)
        func aFactorOfOneIsNothingInTheOther(_ factor: Factor) async throws {
            // attacks 5.8 #79
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let twin = try await gateway.makeUser(owner.email.description, .owner, in: globex)
                let here = try await gateway.protect(owner, in: acme)
                let there = try await gateway.protect(twin, in: globex)
                if factor == .passkey {
                    // One that the other workspace never saw.
                    let device = try await gateway.addPasskey(owner, in: acme)
                    await #expect(throws: SignInRejection.wrongPasskey) {
                        try await gateway.signInByPasskey(device, in: globex)
                    }
                    _ = try await gateway.signInByPasskey(device, in: acme)
                    return
                }
                let answer: FactorAnswer =
                    switch factor {
                    case .code: .totp(here.app.code(at: gateway.clock.now))
                    case .recoveryCode, .passkey: .recoveryCode(here.recoveryCodes[0])
                    }
                let question = try await gateway.challenge(of: twin, in: globex, for: SessionGrant.self)
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(answer, question, in: globex)
                }
                let own = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                _ = try await gateway.answer(answer, own, in: acme)
                let rest = there.app.code(at: gateway.clock.now)
                _ = try await gateway.answer(.totp(rest), question, in: globex)
            }
        }

        @Test func anIdentifierOfOneIsNothingInTheOther() async throws {
            // attacks 5.8 #79
            try await StoredGateway.with { gateway, acme, owner async throws in
                let globex = try await gateway.makeWorkspace("globex")
                let twin = try await gateway.makeUser(owner.email.description, .owner, in: globex)
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let visitor = try await gateway.holder(twin, in: globex)
                let resident = try await gateway.holder(owner, in: acme)
                try await gateway.addPasskey(owner, in: acme)
                let passkeys = gateway.factors.managePasskeys
                let passkey = try #require(try await passkeys.list(of: owner.id, in: acme.id).passkeys.first)
                let before = try await gateway.audit(of: acme).count

                let byOperator = StoredGateway.byOperator
                for change in [
                    { try await gateway.users.setRole(.owner, of: member.id, in: globex.id, by: byOperator) },
                    { try await gateway.users.deactivate(member.id, in: globex.id, by: byOperator) },
                    { try await gateway.users.reactivate(member.id, in: globex.id, by: byOperator) },
                    {
                        try await gateway.setPassword(
                            Secret("quiet lanterns over seven hills"),
                            of: member,
                            in: globex,
                            by: byOperator
                        )
                    },
                ] as [@Sendable () async throws -> Void] {
                    await #expect(throws: UserRejection.unknownUser) { try await change() }
                }
                await #expect(throws: FactorRejection.notEnrolled) {
                    try await passkeys.remove(passkey.id, visitor, in: globex.id, origin: StoredGateway.origin)
                }
                // A session of one workspace carried to the other.
                await #expect(throws: FactorRejection.userNotActive) { try await passkeys.ask(resident, in: globex) }
                await #expect(throws: FactorRejection.userNotActive) {
                    try await passkeys.remove(passkey.id, resident, in: globex.id, origin: StoredGateway.origin)
                }
                await #expect(throws: StepUpRejection.wrongPassword) {
                    try await gateway.factors.stepUp.byPassword(
                        Secret(StoredGateway.password),
                        resident,
                        in: globex.id,
                        origin: StoredGateway.origin
                    )
                }

                #expect(try await gateway.audit(of: acme).count == before)
                #expect(try await passkeys.list(of: owner.id, in: acme.id).passkeys.count == 1)
                #expect(try await gateway.user(member.id, in: acme)?.role == .member)
            }
        }
    }
}

/// A person in one of the two workspaces, with what they have there.
private struct Resident {
    typealias Token = StorageSuites.ForeignArtefactTests.Token

    private static let password = Secret("quiet lanterns over seven hills")

    private let gateway: StoredGateway
    private let user: User
    private let workspace: Workspace
    private let holder: SignedInSession
    /// nil where the token is answered without.
    private let app: AuthenticatorApp?
    private let device: AuthenticationForge?

    init(_ gateway: StoredGateway, _ user: User, in workspace: Workspace, for token: Token) async throws {
        self.gateway = gateway
        self.user = user
        self.workspace = workspace
        holder = try await gateway.holder(user, in: workspace)
        app = token == .begunSignIn ? try await gateway.protect(user, in: workspace).app : nil
        device =
            [.challengeOfSignIn, .challengeOfStepUp].contains(token)
            ? try await gateway.addPasskey(user, in: workspace) : nil
    }

    /// - Returns: the token, and what it asks of a passkey.
    func obtain(_ token: Token) async throws -> (Secret<String>, PasskeyQuestion?) {
        switch token {
        case .cookie:
            return (try await gateway.cookie(of: user, in: workspace).cookie, nil)
        case .resetLink:
            return (try await link(.reset), nil)
        case .invitationLink:
            return (try await link(.invitation), nil)
        case .begunSignIn:
            return (try await gateway.challenge(of: user, in: workspace, for: SessionGrant.self).transaction, nil)
        case .challengeOfSignIn:
            return try asked(
                try await gateway.factors.signInWithPasskey.ask(in: workspace, origin: StoredGateway.origin)
            )
        case .challengeOfStepUp:
            return try asked(try await gateway.factors.stepUp.askForPasskey(holder, in: workspace.id))
        case .challengeOfNewPasskey:
            return try asked(try await gateway.factors.managePasskeys.ask(holder, in: workspace))
        }
    }

    private func asked(_ question: PasskeyQuestion) throws -> (Secret<String>, PasskeyQuestion?) {
        (try #require(question.transaction), question)
    }

    private func link(_ purpose: PasswordLink.Purpose) async throws -> Secret<String> {
        try await gateway.databases.transaction(on: workspace.id) { [gateway, user] in
            try await gateway.makePasswordLink(purpose, for: user, in: $0)
        }
    }

    /// Whether the door of the person's own workspace takes it, with the person's own devices beside it.
    func isTaken(_ text: Secret<String>, _ question: PasskeyQuestion?, as token: Token) async throws -> Bool {
        switch token {
        case .cookie:
            return try await gateway.browserSessions(cookie: text.expose(), in: workspace.id) != nil
        case .resetLink: return try await setsPassword(text, .reset)
        case .invitationLink: return try await setsPassword(text, .invitation)
        case .begunSignIn:
            let code = try #require(app).code(at: gateway.clock.now)
            let challenge = SignInChallenge(transaction: text, methods: [.totp], expiresAt: .distantFuture)
            return try await isNotRefused(by: SignInRejection.unknownTransaction) {
                _ = try await gateway.answer(.totp(code), challenge, in: workspace)
            }
        case .challengeOfSignIn:
            let answer = PasskeyAnswer(
                transaction: text,
                credential: try #require(device).answer(try #require(question))
            )
            return try await isNotRefused(by: SignInRejection.wrongPasskey) {
                _ = try await gateway.signInByPasskey(answer, in: workspace)
            }
        case .challengeOfStepUp:
            let answer = PasskeyAnswer(
                transaction: text,
                credential: try #require(device).answer(try #require(question))
            )
            return try await isNotRefused(by: StepUpRejection.wrongCode) {
                _ = try await gateway.factors.stepUp.byFactor(
                    .passkey(answer),
                    holder,
                    in: workspace.id,
                    origin: StoredGateway.origin
                )
            }
        case .challengeOfNewPasskey:
            var forge = try RegistrationForge()
            forge.challenge = try #require(question).challenge
            forge.clientData["challenge"] = .string(forge.challenge.text)
            let answer = PasskeyAnswer(transaction: text, credential: try forge.json())
            return try await isNotRefused(by: FactorRejection.wrongPasskey) {
                _ = try await gateway.factors.managePasskeys.add(
                    answer,
                    named: nil,
                    holder,
                    in: workspace.id,
                    origin: StoredGateway.origin
                )
            }
        }
    }

    private func setsPassword(_ text: Secret<String>, _ purpose: PasswordLink.Purpose) async throws -> Bool {
        let token = text.expose()
        let isSeen = try await isNotRefused(by: PasswordLinkRejection.noGood) {
            _ = try await gateway.setPasswordByLink.holder(of: token, purpose, in: workspace.id)
        }
        let isSet = try await isNotRefused(by: PasswordLinkRejection.noGood) {
            try await gateway.setPasswordByLink(
                token,
                purpose,
                password: Self.password,
                in: workspace,
                origin: StoredGateway.origin
            )
        }
        #expect(isSeen == isSet)
        return isSet
    }

    /// Any other error is thrown on: it would say that something else was wrong.
    private func isNotRefused<E: Error & Equatable>(
        by expected: E,
        _ use: () async throws -> Void
    ) async throws -> Bool {
        do {
            try await use()
            return true
        } catch let error as E where error == expected {
            return false
        }
    }
}
