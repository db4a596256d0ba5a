import Credentials
import Encoding
import FoundationEssentials
import Postgres
import Secrets
import SignIn
import TestSupport
import Testing
import Workspaces

extension StorageSuites {
    /// What a workspace demands, at every door.
    @Suite struct SecondFactorPolicyTests {
        @Test func whoHasNoneIsLedThroughEnrolmentAndGetsNothingElse() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.demand(.everyone, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                #expect(challenge.methods == [.totp, .passkey])
                #expect(try await gateway.rows(of: acme, "SELECT id FROM sessions").isEmpty)
                // Neither a recovery code nor a code of nothing completes it.
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.recoveryCode("ABCD-EFGH-IJKL-MNOP"), challenge, in: acme)
                }
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.totp("123456"), challenge, in: acme)
                }
                let enrolment = try await gateway.factors.continueSignIn.beginTOTP(
                    challenge.transaction,
                    at: .tokens,
                    in: acme
                )
                let code = try AuthenticatorApp(enrolment).code(at: gateway.clock.now)
                let step: SignInStep<SessionGrant> = try await gateway.factors.continueSignIn(
                    .totp(code),
                    to: challenge.transaction,
                    in: acme,
                    origin: StoredGateway.origin
                )
                guard case .complete(let grant, let codes) = step else { throw StoredGateway.NotComplete() }
                #expect(codes.count == RecoveryCode.setCount)
                #expect(try claim("amr", of: grant.accessToken) == ["pwd", "otp", "mfa"])
                _ = try await gateway.refreshed(grant.refreshToken)
            }
        }

        @Test func anEnrolmentThatSomebodyElseBeganEndsWithTheFirstFactor() async throws {
            // attacks 5.2 #15: a thief of the password must not put a factor of their own beside the owner's.
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.demand(.everyone, in: acme)
                let continueSignIn = gateway.factors.continueSignIn
                let thief = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let app = try AuthenticatorApp(
                    try await continueSignIn.beginTOTP(challenge.transaction, at: .tokens, in: acme)
                )
                _ = try await gateway.answer(.totp(app.code(at: gateway.clock.now)), challenge, in: acme)
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await continueSignIn.beginTOTP(thief.transaction, at: .tokens, in: acme)
                }
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await continueSignIn.askForPasskey(thief.transaction, at: .tokens, in: acme)
                }
                gateway.clock.advance(30)
                await #expect(throws: SignInRejection.unknownTransaction) {
                    try await gateway.answer(.totp(app.code(at: gateway.clock.now)), thief, in: acme)
                }
            }
        }

        @Test func anEnrolmentIsConfirmedByWhoeverWasShownTheSecret() async throws {
            // attacks 5.2 #15, #16
            try await StoredGateway.with { gateway, acme, owner async throws in
                let holder = SignedInSession(
                    user: owner.id,
                    session: try await gateway.tokens(of: owner, in: acme).session,
                    channel: .tokens
                )
                let other = SignedInSession(
                    user: owner.id,
                    session: try await gateway.tokens(of: owner, in: acme).session,
                    channel: .tokens
                )
                let app = try AuthenticatorApp(try await gateway.factors.manage.beginTOTP(holder, in: acme))
                let code = app.code(at: gateway.clock.now)
                let confirm = { (holder: SignedInSession, code: String) in
                    try await gateway.factors.manage.confirmTOTP(
                        code,
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    ).recoveryCodes
                }
                await #expect(throws: FactorRejection.wrongCode) { try await confirm(other, code) }
                await #expect(throws: FactorRejection.wrongCode) { try await confirm(holder, "000000") }
                // Not active before: a password is enough.
                _ = try await gateway.tokens(of: owner, in: acme)
                #expect(try await confirm(holder, code).count == RecoveryCode.setCount)
                await #expect(throws: FactorRejection.wrongCode) { try await confirm(holder, code) }
                _ = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
            }
        }

        @Test func aSecretThatWasShownTooLongAgoIsVoid() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let session = try await gateway.tokens(of: owner, in: acme).session
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                let app = try AuthenticatorApp(try await gateway.factors.manage.beginTOTP(holder, in: acme))
                gateway.clock.advance(EnrolTOTP.lifetime)
                await #expect(throws: FactorRejection.wrongCode) {
                    try await gateway.factors.manage.confirmTOTP(
                        app.code(at: gateway.clock.now),
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
            }
        }

        @Test func anotherAppTakesThePlaceOfTheFirst() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let first = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let grant = try await gateway.answer(.totp(first.app.code(at: gateway.clock.now)), challenge, in: acme)
                let holder = SignedInSession(user: owner.id, session: grant.session, channel: .tokens)
                let second = try AuthenticatorApp(try await gateway.factors.manage.beginTOTP(holder, in: acme))
                gateway.clock.advance(30)
                // Until its first code the one in use stays in use.
                let meanwhile = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                _ = try await gateway.answer(.totp(first.app.code(at: gateway.clock.now)), meanwhile, in: acme)
                let (codes, _) = try await gateway.factors.manage.confirmTOTP(
                    second.code(at: gateway.clock.now),
                    holder,
                    in: acme.id,
                    origin: StoredGateway.origin
                )
                // The recovery codes from before are still good.
                #expect(codes.isEmpty)
                gateway.clock.advance(30)
                let after = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.totp(first.app.code(at: gateway.clock.now)), after, in: acme)
                }
                _ = try await gateway.answer(.totp(second.code(at: gateway.clock.now)), after, in: acme)
            }
        }

        @Test func adminsMeansWhoeverMayChangeThePolicy() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let admin = try await gateway.makeUser("eve@acme.example", .admin, in: acme)
                let manager = try await gateway.makeUser("bob@acme.example", .manager, in: acme)
                try await gateway.demand(.admins, in: acme)
                for user in [owner, admin] {
                    _ = try await gateway.challenge(of: user, in: acme, for: SessionGrant.self)
                    _ = try await gateway.challenge(of: user, in: acme, for: BrowserGrant.self)
                }
                _ = try await gateway.tokens(of: manager, in: acme)
                _ = try await gateway.cookie(of: manager, in: acme)
            }
        }

        @Test func afterTheGraceOldSessionsAreNoGoodWithoutTheFactor() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let tokens = try await gateway.tokens(of: owner, in: acme)
                let cookie = try await gateway.cookie(of: owner, in: acme).cookie.expose()
                try await gateway.demand(.everyone, graceDays: 7, in: acme)
                let overview = try await gateway.factors.manage.overview(of: owner, in: acme.id)
                #expect(overview.demand == .from(gateway.clock.now.addingTimeInterval(7 * 86_400)))
                gateway.clock.advance(7 * 86_400 - 1)
                let during = try await gateway.refreshed(tokens.refreshToken)
                #expect(try await gateway.browserSessions(cookie: cookie, in: acme.id) != nil)
                _ = try await gateway.tokens(of: owner, in: acme)
                gateway.clock.advance(1)
                await #expect(throws: RefreshRejection.secondFactorDemanded) {
                    try await gateway.refreshed(during.refreshToken)
                }
                #expect(try await gateway.browserSessions(cookie: cookie, in: acme.id) == nil)
                _ = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                // The refusal spent nothing: without the demand the session goes on.
                try await gateway.demand(.off, in: acme)
                _ = try await gateway.refreshed(during.refreshToken)
                #expect(try await gateway.browserSessions(cookie: cookie, in: acme.id) != nil)
            }
        }

        @Test func aSessionThatGotItsFactorMeanwhileGoesOn() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let grant = try await gateway.tokens(of: owner, in: acme)
                let holder = SignedInSession(user: owner.id, session: grant.session, channel: .tokens)
                let app = try AuthenticatorApp(try await gateway.factors.manage.beginTOTP(holder, in: acme))
                _ = try await gateway.factors.manage.confirmTOTP(
                    app.code(at: gateway.clock.now),
                    holder,
                    in: acme.id,
                    origin: StoredGateway.origin
                )
                try await gateway.demand(.everyone, in: acme)
                let refreshed = try await gateway.refreshed(grant.refreshToken)
                #expect(try claim("amr", of: refreshed.accessToken) == ["pwd", "otp", "mfa"])
            }
        }

        @Test func theLastFactorStaysWhereItIsDemanded() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                let protected = try await gateway.protect(owner, in: acme)
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let code = protected.app.code(at: gateway.clock.now)
                let session = try await gateway.answer(.totp(code), challenge, in: acme).session
                let holder = SignedInSession(user: owner.id, session: session, channel: .tokens)
                let remove = {
                    try await gateway.factors.manage.removeTOTP(holder, in: acme.id, origin: StoredGateway.origin)
                }
                for graceDays in [0, 7] {
                    try await gateway.demand(.admins, graceDays: graceDays, in: acme)
                    let actions = try await gateway.actions(in: acme) {
                        await #expect(throws: FactorRejection.demanded) { try await remove() }
                    }
                    #expect(actions.isEmpty)
                }
                try await gateway.demand(.off, in: acme)
                let actions = try await gateway.actions(in: acme) { try await remove() }
                #expect(actions == ["totp.removed", "recovery_codes.removed"])
                await #expect(throws: FactorRejection.notEnrolled) { try await remove() }
                await #expect(throws: FactorRejection.notEnrolled) {
                    try await gateway.factors.manage.renewRecoveryCodes(
                        holder,
                        in: acme.id,
                        origin: StoredGateway.origin
                    )
                }
                _ = try await gateway.tokens(of: owner, in: acme)
            }
        }

        @Test func newRecoveryCodesMakeTheOldOnesVoid() async throws {
            // attacks 5.2 #18
            try await StoredGateway.with { gateway, acme, owner async throws in
                let old = try await gateway.protect(owner, in: acme).recoveryCodes
                let challenge = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                let session = try await gateway.answer(.recoveryCode(old[0]), challenge, in: acme).session
                let new = try await gateway.factors.manage.renewRecoveryCodes(
                    SignedInSession(user: owner.id, session: session, channel: .tokens),
                    in: acme.id,
                    origin: StoredGateway.origin
                )
                #expect(new.count == RecoveryCode.setCount)
                let again = try await gateway.challenge(of: owner, in: acme, for: SessionGrant.self)
                await #expect(throws: SignInRejection.wrongCode) {
                    try await gateway.answer(.recoveryCode(old[1]), again, in: acme)
                }
                _ = try await gateway.answer(.recoveryCode(new[0].text.expose()), again, in: acme)
                #expect(try await gateway.notices(in: acme).contains("recovery_codes_replaced"))
            }
        }

        @Test func thePolicyIsAuditedAndTheSameAgainIsNoChange() async throws {
            try await StoredGateway.with { gateway, acme, _ async throws in
                let actions = try await gateway.actions(in: acme) {
                    try await gateway.demand(.off, in: acme)
                    try await gateway.demand(.everyone, graceDays: 7, in: acme)
                    try await gateway.demand(.everyone, in: acme)
                    gateway.clock.advance(1)
                    try await gateway.demand(.everyone, in: acme)
                }
                #expect(actions == ["policy.changed", "policy.changed"])
            }
        }

        @Test func anAdminResetsWhatAUserHasLost() async throws {
            try await StoredGateway.with { gateway, acme, owner async throws in
                try await gateway.log.refresh()
                let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
                let admin = try await gateway.makeUser("eve@acme.example", .admin, in: acme)
                let session = try await gateway.tokens(of: bob, in: acme)
                _ = try await gateway.protect(bob, in: acme)
                let begun = try await gateway.challenge(of: bob, in: acme, for: SessionGrant.self)
                let caller = { (user: User) async throws in
                    try await gateway.verify(gateway.tokens(of: user, in: acme).accessToken.text)
                }
                let reset = { (id: UserID, caller: VerifiedCaller) in
                    try await gateway.factors.reset(
                        of: id,
                        in: acme.id,
                        by: caller.user,
                        holding: caller.permissions,
                        origin: StoredGateway.origin
                    )
                }
                let byAdmin = try await caller(admin)
                await #expect(throws: ResetSecondFactors.Rejection.oneself) { try await reset(admin.id, byAdmin) }
                await #expect(throws: ResetSecondFactors.Rejection.aboveOwnRole) { try await reset(owner.id, byAdmin) }
                await #expect(throws: ResetSecondFactors.Rejection.unknownUser) {
                    try await reset(UserID.random(from: gateway.random), byAdmin)
                }
                let actions = try await gateway.actions(in: acme) { try await reset(bob.id, byAdmin) }
                #expect(actions.prefix(3) == ["user.second_factors_reset", "totp.removed", "recovery_codes.removed"])
                #expect(actions.dropFirst(3).allSatisfy { $0 == "session.ended" })
                #expect(try await gateway.notices(in: acme).last == "factors_reset")
                await #expect(throws: RefreshRejection.sessionOver) {
                    try await gateway.refreshed(session.refreshToken)
                }
                #expect(try await gateway.factors.find(begun.transaction, in: acme.id) == nil)
                #expect(try await gateway.actions(in: acme) { try await reset(bob.id, byAdmin) }.isEmpty)
                gateway.clock.advance(1)
                _ = try await gateway.tokens(of: bob, in: acme)
            }
        }
    }
}

extension StorageSuites.SecondFactorPolicyTests {
    @Test func wideningTheDemandLetsGoOfNobody() async throws {
        try await StoredGateway.with { gateway, acme, owner async throws in
            let bob = try await gateway.makeUser("bob@acme.example", .member, in: acme)
            try await gateway.demand(.admins, in: acme)
            let widened = try await gateway.demand(.everyone, graceDays: 30, in: acme)
            let now = gateway.clock.now
            #expect(widened.demand(on: owner, at: now) == .now)
            #expect(widened.demand(on: bob, at: now) == .from(now + 30 * 86_400))
            #expect(try await gateway.factors.managePolicy.find(in: acme.id) == widened)
            // Neither the day nor who is held goes by saving anew.
            #expect(try await gateway.demand(.everyone, graceDays: nil, in: acme) == widened)
            gateway.clock.advance(86_400)
            #expect(try await gateway.demand(.everyone, graceDays: nil, in: acme) == widened)
            // Narrowed again, admins get no second grace.
            let narrowed = try await gateway.demand(.admins, graceDays: 14, in: acme)
            #expect(narrowed.demand(on: owner, at: gateway.clock.now) == .now)
            #expect(narrowed.demand(on: bob, at: gateway.clock.now) == .none)
        }
    }

    @Test func whatHoldsIsNotSuspendedByAGracePeriod() async throws {
        try await StoredGateway.with { gateway, acme, owner async throws in
            let everyone = try await gateway.demand(.everyone, in: acme)
            #expect(try await gateway.demand(.everyone, graceDays: 14, in: acme) == everyone)
            #expect(
                try await gateway.demand(.admins, graceDays: 14, in: acme).demand(on: owner, at: gateway.clock.now)
                    == .now
            )
            // Who lets go of all begins anew.
            try await gateway.demand(.off, in: acme)
            let anew = try await gateway.demand(.admins, graceDays: 14, in: acme)
            #expect(anew.demand(on: owner, at: gateway.clock.now) == .from(gateway.clock.now + 14 * 86_400))
        }
    }
}

extension StoredGateway {
    @discardableResult
    fileprivate func demand(
        _ scope: SecondFactorScope,
        graceDays: Int? = 0,
        in workspace: Workspace
    ) async throws -> WorkspacePolicy {
        try await self.factors.managePolicy.demandSecondFactor(
            of: scope,
            graceDays: graceDays,
            in: workspace.id,
            by: Self.byOperator
        )
    }
}
