import Encoding
import FoundationEssentials
import Postgres
import Secrets
import SignIn
import TestSupport
import Testing
import TokenVerification
import WorkspaceDatabases
import Workspaces

extension StorageSuites {
    /// Signing in by mail address and password.
    @Suite struct PasswordSignInTests {
        @Test func theRightPasswordSignsIn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let actions = try await gateway.actions(in: acme) {
                    let grant = try await gateway.tokens(of: owner, in: acme)
                    let caller = try await gateway.verify(grant.accessToken.text)
                    #expect(caller.user == owner.id)
                    #expect(caller.session == grant.session)
                    #expect(caller.workspace == acme.id)
                    #expect(caller.permissions == Role.owner.permissions)
                }
                #expect(actions == ["session.signed_in"])
                let entry = try #require(try await gateway.audit(of: acme).last)
                #expect(entry.actorKind == "user")
                #expect(entry.actorID == owner.id.description)
                #expect(entry.sourceAddress == "192.0.2.7")
                #expect(entry.correlationID == StoredGateway.origin.correlationID.description)
            }
        }

        @Test func aCookieStandsForItsSession() async throws {
            // attacks 5.3 #19, #25: each sign-in has an id of its own, and only the hash is stored.
            try await StoredGateway.with { gateway, acme, owner async throws in
                let first = try await gateway.cookie(of: owner, in: acme)
                let second = try await gateway.cookie(of: owner, in: acme)
                #expect(first.session != second.session)
                #expect(first.cookie.expose() != second.cookie.expose())
                let known = try await gateway.browserSessions(cookie: first.cookie.expose(), in: acme.id)
                #expect(known?.session.id == first.session)
                #expect(known?.user.id == owner.id)
                let hash = SecretHash(of: first.cookie).bytes
                let stored = try await gateway.rows(
                    of: acme,
                    "SELECT browser_token_hash = \(hash) AS same FROM sessions WHERE id = \(first.session.rawValue)"
                )
                #expect(try stored.first?.decode("same", as: Bool.self) == true)
            }
        }

        @Test func aCookieIsOverWithItsSession() async throws {
            // attacks 5.3 #22
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.cookie(of: owner, in: acme)
                gateway.clock.advance(SessionLifetime.idle - 1)
                #expect(try await gateway.browserSessions(cookie: grant.cookie.expose(), in: acme.id) != nil)
                gateway.clock.advance(SessionLifetime.idle - 1)
                #expect(try await gateway.browserSessions(cookie: grant.cookie.expose(), in: acme.id) != nil)
                gateway.clock.advance(SessionLifetime.idle)
                #expect(try await gateway.browserSessions(cookie: grant.cookie.expose(), in: acme.id) == nil)
            }
        }

        @Test func everyRefusalLeavesOneEntryAndLooksTheSame() async throws {
            // attacks 5.1 #1
            try await StoredGateway.with { gateway, acme, owner async throws in
                let gone = try await gateway.makeUser("gone@acme.example", .member, in: acme)
                try await gateway.users.deactivate(gone.id, in: acme.id, by: StoredGateway.byOperator)
                let attempts: [(email: String, password: String, reason: SignInRejection)] = [
                    (owner.email.description, "not the password", .wrongPassword),
                    (owner.email.description, "", .wrongPassword),
                    ("nobody@acme.example", StoredGateway.password, .unknownUser),
                    // attacks 5.1 #7: the Kelvin sign is no k.
                    ("\u{212A}im@acme.example", StoredGateway.password, .unknownUser),
                    ("' OR 1=1 --", StoredGateway.password, .unknownUser),
                    (gone.email.description, StoredGateway.password, .userNotActive),
                    (gone.email.description, "not the password", .wrongPassword),
                ]
                for attempt in attempts {
                    let actions = try await gateway.actions(in: acme) {
                        // One class of error for all: the face maps it to one answer.
                        await #expect(throws: attempt.reason) {
                            let _: SignInStep<SessionGrant> = try await gateway.signIn(
                                email: attempt.email,
                                password: Secret(attempt.password),
                                in: acme,
                                origin: StoredGateway.origin
                            )
                        }
                    }
                    #expect(actions == ["session.sign_in_refused"])
                    let entry = try #require(try await gateway.audit(of: acme).last)
                    #expect(entry.actorKind == "anonymous")
                    // jsonb keeps no order of members.
                    let change = try #require(entry.changes.array?.first?.object)
                    #expect(change["attribute"] == "reason")
                    #expect(change["new"] == .string(attempt.reason.rawValue))
                    // What was typed may be a password in the wrong field: it is nowhere.
                    #expect(!entry.changes.text.contains(attempt.email))
                }
            }
        }

        @Test func theAddressIsFoundInWhateverCaseOfASCII() async throws {
            // attacks 5.1 #5, #7
            try await StoredGateway.with { gateway, acme, owner async throws in
                let step: SignInStep<BrowserGrant> = try await gateway.signIn(
                    email: "ADA@Acme.Example",
                    password: Secret(StoredGateway.password),
                    in: acme,
                    origin: StoredGateway.origin
                )
                let grant = try gateway.granted(step)
                #expect(try await gateway.session(grant.session, in: acme)?.user == owner.id)
                await #expect(throws: UserRejection.emailTaken) {
                    try await gateway.makeUser("Ada@ACME.example", .member, in: acme)
                }
            }
        }

        @Test func anotherPasswordEndsAllThatTheOldOneGave() async throws {
            // attacks 5.3 #22: whoever had the old password keeps nothing that it gave.
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let grant = try await gateway.tokens(of: owner, in: acme)
                let cookie = try await gateway.cookie(of: owner, in: acme).cookie
                let member = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let somebodyElses = try await gateway.tokens(of: member, in: acme)
                let new = Secret("nine purple windmills asleep")
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.setPassword(new, of: owner, in: acme, by: StoredGateway.byOperator)
                }
                #expect(actions == ["password.set", "session.ended", "session.ended"])
                await #expect(throws: TokenRejection.revoked) { try await gateway.verify(grant.accessToken.text) }
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(grant.refreshToken)
                }
                #expect(try await gateway.browserSessions(cookie: cookie.expose(), in: acme.id) == nil)
                await #expect(throws: SignInRejection.wrongPassword) { try await gateway.tokens(of: owner, in: acme) }
                _ = try await gateway.verify(somebodyElses.accessToken.text)
                // Who has the new one signs in at once, with a token that the revocation does not touch.
                let step: SignInStep<SessionGrant> = try await gateway.signIn(
                    email: owner.email.description,
                    password: new,
                    in: acme,
                    origin: StoredGateway.origin
                )
                let fresh = try gateway.granted(step)
                #expect(try await gateway.verify(fresh.accessToken.text).user == owner.id)
            }
        }

        @Test func aFirstPasswordRevokesNothing() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                _ = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                #expect(try await gateway.revocations().isEmpty)
            }
        }

        @Test func nobodySignsInToAWorkspaceThatIsNotActive() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                try await gateway.pools.withControlTransaction { transaction in
                    _ = try await transaction.execute(
                        "UPDATE workspaces SET state = 'suspended' WHERE id = \(acme.id.rawValue)"
                    )
                }
                let suspended = try #require(try await gateway.directory.find(acme.id))
                await #expect(throws: SignInRejection.workspaceNotActive) {
                    try await gateway.tokens(of: owner, in: suspended)
                }
                await #expect(throws: RefreshRejection.workspaceNotActive) {
                    try await gateway.refreshed(grant.refreshToken)
                }
            }
        }
    }
}
