import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import SignIn
import Testing
import Workspaces

@testable import Credentials
@testable import GatewayPages

/// Second factors on the pages, without a script.
@Suite struct FactorPagesTests {
    private let browser: PagesBrowser
    private var scene: Scene { browser.scene }

    init() async throws {
        browser = try await PagesBrowser()
    }

    /// The code of the secret that a page shows.
    private func code(on page: TestResponse) throws -> String {
        let shown = try #require(page.text.firstMatch(of: #/<code id="secret">([A-Z2-7 ]+)<\/code>/#)).output.1
        let key = try Base32.decode(String(shown.replacing(" ", with: "")))
        let step = UInt64(TOTP.step(at: scene.clock.now.unixSeconds))
        return String(decoding: HOTP.digits(key, counter: step, count: 6), as: UTF8.self)
    }

    @Test func setsUpAnAuthenticatorAppAndSignsInByIt() async throws {
        try await browser.signIn()
        #expect(try await browser.get("/w/acme/account").text.contains("Not set up"))
        let setup = try await browser.post("/w/acme/account/authenticator")
        // attacks 5.2 #15: the picture is within the page, and the page is kept nowhere.
        #expect(setup.text.contains("<svg class=\"qr\""))
        #expect(setup.headers[.cacheControl] == "no-store")
        #expect(setup.text.contains("otpauth://totp/"))
        let wrong = try await browser.post("/w/acme/account/authenticator/confirm", "code=000000")
        #expect(wrong.status == .unprocessableContent)
        // The secret is not shown a second time.
        #expect(!wrong.text.contains("otpauth://") && !wrong.text.contains("class=\"qr\""))
        let before = browser.cookies
        let codes = try await browser.post(
            "/w/acme/account/authenticator/confirm",
            "code=\(try code(on: setup))"
        )
        #expect(codes.text.matches(of: #/<code>[A-Z2-7]{4}(-[A-Z2-7]{4}){3}<\/code>/#).count == RecoveryCode.setCount)
        #expect(codes.text.contains("download=\"acme-recovery-codes.txt\""))
        // attacks 5.3 #19: the session can do more now, so its cookie is another.
        #expect(browser.cookies != before)
        #expect(try await browser.get("/w/acme/account").text.contains("10 left"))

        try await browser.signOut()
        scene.clock.advance(30)
        let asked = try await browser.signIn(returnTo: "%2Fw%2Facme%2Faccount%3Fdone%3Dpassword_changed")
        let address = "/w/acme/sign-in/second-factor?return_to=%2Fw%2Facme%2Faccount%3Fdone%3Dpassword_changed"
        #expect(asked.headers[.location] == address)
        #expect(try await browser.get("/w/acme/account").status == .seeOther)
        let page = try await browser.get(address)
        #expect(page.text.contains(#"autocomplete="one-time-code""#))
        #expect(page.text.contains("method=recovery_code"))
        let refused = try await browser.post("/w/acme/sign-in/second-factor", "code=000000&method=totp")
        #expect(refused.status == .unauthorized)
        #expect(refused.text.contains(#"role="alert""#))
        let done = try await browser.post(
            "/w/acme/sign-in/second-factor",
            "code=\(try code(on: setup))&method=totp&return_to=%2Fw%2Facme%2Faccount%3Fdone%3Dpassword_changed"
        )
        #expect(done.status == .seeOther)
        #expect(done.headers[.location] == "/w/acme/account?done=password_changed")
        #expect(try await browser.get("/w/acme/account").status == .ok)
        // attacks 5.2 #17: no device is remembered, so each sign-in is asked.
        #expect(try await browser.signIn().headers[.location] == "/w/acme/sign-in/second-factor")
    }

    /// attacks 5.2 #16: a sign-in that has begun goes on in the browser in which it began, and nowhere else.
    @Test func bindsASignInToItsBrowser() async throws {
        for method in ["", "?method=recovery_code"] {
            let answer = try await browser.get("/w/acme/sign-in/second-factor\(method)")
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/w/acme/sign-in?expired=1")
        }
        let posted = try await browser.post("/w/acme/sign-in/second-factor", "code=123456")
        #expect(posted.headers[.location] == "/w/acme/sign-in?expired=1")
        #expect(try await browser.get("/w/acme/sign-in/enrolment").headers[.location] == "/w/acme/sign-in?expired=1")
        #expect(try await browser.get("/w/acme/sign-in?expired=1").text.contains("too long"))
    }

    @Test func leadsThroughEnrolmentBeforeAnythingElse() async throws {
        try await browser.signIn()
        let saved = try await browser.post("/w/acme/admin/policy", "second_factor=everyone&grace_days=0")
        #expect(saved.headers[.location]?.hasPrefix("/w/acme/admin/policy?saved=1&") == true)
        // The session that set it has no factor itself.
        #expect(try await browser.get("/w/acme/account").status == .seeOther)
        let asked = try await browser.signIn()
        #expect(asked.headers[.location] == "/w/acme/sign-in/enrolment")
        for path in ["/account", "/account/password", "/account/authenticator", "/admin/policy", "/sign-out"] {
            let answer = try await browser.get("/w/acme\(path)")
            #expect(answer.headers[.location]?.hasPrefix("/w/acme/sign-in?return_to=") == true, "\(path)")
        }
        #expect(try await browser.get("/w/acme/sign-in/enrolment").status == .ok)
        let setup = try await browser.post("/w/acme/sign-in/enrolment/authenticator")
        let wrong = try await browser.post("/w/acme/sign-in/enrolment/authenticator/confirm", "code=000000")
        #expect(wrong.status == .unauthorized)
        let codes = try await browser.post(
            "/w/acme/sign-in/enrolment/authenticator/confirm",
            "code=\(try code(on: setup))"
        )
        #expect(codes.status == .ok)
        #expect(codes.text.contains("<ul class=\"codes\""))
        #expect(try await browser.get("/w/acme/account").status == .ok)
        // The last factor stays where it is demanded.
        #expect(!(try await browser.get("/w/acme/account/authenticator/remove").text.contains("button danger")))
        #expect(try await browser.post("/w/acme/account/authenticator/remove").status == .conflict)
    }

    /// attacks 5.1 #9
    @Test func asksForAFreshProofAndComesBack() async throws {
        try await browser.signIn()
        scene.clock.advance(SessionLifetime.proof)
        for path in ["/account/password", "/account/authenticator", "/account/authenticator/remove"] {
            let answer = try await browser.get("/w/acme\(path)")
            let encoded = path.replacing("/", with: "%2F")
            #expect(answer.headers[.location] == "/w/acme/account/step-up?return_to=%2Fw%2Facme\(encoded)")
        }
        let back = "%2Fw%2Facme%2Faccount%2Fpassword"
        #expect(try await browser.get("/w/acme/account/step-up?return_to=\(back)").text.contains(#"type="password""#))
        let wrong = try await browser.post("/w/acme/account/step-up", "password=wrong&return_to=\(back)")
        #expect(wrong.status == .unauthorized)
        let before = browser.cookies
        let right = try await browser.post(
            "/w/acme/account/step-up",
            "password=\(Scene.password.replacing(" ", with: "+"))&return_to=\(back)"
        )
        #expect(right.headers[.location] == "/w/acme/account/password")
        // attacks 5.3 #19
        #expect(browser.cookies != before)
        #expect(try await browser.get("/w/acme/account/password").status == .ok)
        let weak = try await browser.post("/w/acme/account/password", "new_password=password")
        #expect(weak.status == .unprocessableContent)
        let changed = try await browser.post("/w/acme/account/password", "new_password=nine+purple+windmills+asleep")
        let news = try #require(changed.headers[.location])
        #expect(news.hasPrefix("/w/acme/account?done=password_changed&mark="))
        #expect(try await browser.get(news).text.contains(#"role="status""#))
        // Whoever writes it in an address, or has the address of another session, is told nothing.
        for written in [
            "/w/acme/account?done=password_changed", "\(news)x",
            news.replacing("password_changed", with: "session_ended"),
        ] {
            #expect(!(try await browser.get(written).text.contains(#"role="status""#)), "\(written)")
        }
        try await browser.signOut()
        try await browser.signIn(password: "nine+purple+windmills+asleep")
        let told = try await browser.get(news)
        #expect(told.status == .ok && !told.text.contains(#"role="status""#))
    }

    /// The script asks for one, when the browser is about to offer passkeys.
    @Test func makesNoChallengeForWhoRunsNoScript() async throws {
        let page = try await browser.get("/w/acme/sign-in")
        #expect(page.text.contains(#"data-question="/w/acme/api/v1/sign-in/passkey/options""#))
        #expect(!page.text.contains("data-options"))
        #expect(scene.storage.passkeyChallenges == 0)
    }

    /// attacks 4.2 #41: only to the person whose they are, and never that one is unknown: it may be another workspace's.
    @Test func tellsBrowsersOfOnesOwnPasskeysOnly() async throws {
        try scene.givePasskey(to: scene.member)
        #expect(!(try await browser.get("/w/acme/sign-in").text.contains("data-accepted-passkeys")))
        try await browser.signIn()
        _ = try await browser.get("/w/acme/account/passkeys")
        let none = try await browser.get("/w/acme/account/passkeys").text
        #expect(none.contains("&quot;allAcceptedCredentialIds&quot;:[]"))
        try scene.givePasskey(to: scene.owner)
        let one = try await browser.get("/w/acme/account/passkeys").text
        #expect(one.firstMatch(of: #/&quot;allAcceptedCredentialIds&quot;:\[&quot;[^,\]]+&quot;\]/#) != nil)
        let script = try #require(Assets.all["passkeys.js"])
        #expect(!String(decoding: script.bytes, as: UTF8.self).contains("signalUnknownCredential"))
    }

    @Test func renewsRecoveryCodes() async throws {
        try await browser.signIn()
        #expect(try await browser.get("/w/acme/account/recovery-codes").status == .notFound)
        #expect(try await browser.post("/w/acme/account/recovery-codes").status == .notFound)
        let setup = try await browser.post("/w/acme/account/authenticator")
        let first = try await browser.post("/w/acme/account/authenticator/confirm", "code=\(try code(on: setup))")
        #expect(try await browser.get("/w/acme/account/recovery-codes").text.contains("10 left"))
        let second = try await browser.post("/w/acme/account/recovery-codes")
        let codes = { (page: TestResponse) in
            Set(page.text.matches(of: #/<code>([A-Z2-7-]{19})<\/code>/#).map { String($0.output.1) })
        }
        #expect(codes(second).count == RecoveryCode.setCount)
        #expect(codes(first).isDisjoint(with: codes(second)))
    }

    @Test func showsThePolicyToWhoMayReadIt() async throws {
        try await browser.signIn(email: "bob@acme.example")
        #expect(try await browser.get("/w/acme/admin/policy").status == .forbidden)
        #expect(!(try await browser.get("/w/acme/account").text.contains("/w/acme/admin")))
        try await browser.signIn()
        #expect(try await browser.get("/w/acme/admin").headers[.location] == "/w/acme/admin/policy")
        let page = try await browser.get("/w/acme/admin/policy")
        #expect(page.text.contains(#"aria-current="page""#))
        for form in ["second_factor=some&grace_days=0", "second_factor=off&grace_days=91", "second_factor=off"] {
            #expect(try await browser.post("/w/acme/admin/policy", form).status == .badRequest)
        }
    }
}
