import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import SignIn
import TestSupport
import Testing
import WebAuthn
import Workspaces

@testable import Credentials
@testable import GatewayPages

/// The pages for admins, without a script.
@Suite struct AdminPagesTests {
    private static let model = "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf"
    private let browser: PagesBrowser
    private var scene: Scene { browser.scene }

    init() async throws {
        let forge = try RegistrationForge("packed")
        let model = try #require(AAGUID(Self.model))
        browser = try await PagesBrowser(
            attestationRoots: try AttestationRoots([model: [try forge.attestation.authority.certificate()]])
        )
    }

    /// Before it is saved, whom a demand would lead through enrolment and from when.
    @Test func saysWhomADemandWouldMeet() async throws {
        try await browser.signIn()
        let page = try await browser.get("/w/acme/admin/policy").text
        #expect(page.contains("Without one so far: 1 of 1."))
        #expect(page.contains("Without one so far: 2 of 2."))
        #expect(page.contains("In 7 days: 1 December 2025"))
        #expect(page.contains("You have no second step yourself"))
        scene.giveTOTP(to: scene.owner)
        let after = try await browser.get("/w/acme/admin/policy").text
        #expect(after.contains("Nobody is without one: 0 of 1."))
        #expect(after.contains("Without one so far: 1 of 2."))
        #expect(!after.contains("You have no second step yourself"))
    }

    @Test func listsPeopleAndWhatTheyHave() async throws {
        try await browser.signIn()
        let page = try await browser.get("/w/acme/admin/people").text
        #expect(page.contains("ada@acme.example") && page.contains("bob@acme.example"))
        // There is nothing to take from anybody.
        #expect(!page.contains("/second-factors"))
        scene.giveTOTP(to: scene.member)
        let after = try await browser.get("/w/acme/admin/people?address=BOB").text
        #expect(after.contains("Authenticator app"))
        #expect(after.contains("/w/acme/admin/people/\(scene.member.id)/second-factors"))
        #expect(!after.contains("ada@acme.example"))
        #expect(try await browser.get("/w/acme/admin/people?address=zed").text.contains("Nobody found"))
        #expect(try await browser.get("/w/acme/admin/people?after=\(scene.owner.id)").text.contains("bob@"))
        for bad in ["after=x", "address=\(String(repeating: "a", count: 255))"] {
            #expect(try await browser.get("/w/acme/admin/people?\(bad)").status == .badRequest)
        }
    }

    /// Who reads the people and not the policy is not told who has a password alone.
    @Test(arguments: [(Role.manager, false), (.auditor, true), (.admin, true)])
    func saysWhoHasNoSecondStepToWhoReadsThePolicy(role: Role, isTold: Bool) async throws {
        scene.giveTOTP(to: scene.owner)
        scene.giveRole(role, to: scene.member)
        try await browser.signIn(email: "bob@acme.example")
        let page = try await browser.get("/w/acme/admin/people").text
        #expect(page.contains("ada@acme.example") && page.contains("bob@acme.example"))
        for word in ["Authenticator app", "Second step", "besides the password", ">None<"] {
            #expect(page.contains(word) == isTold, "\(word)")
        }
    }

    @Test func resetsWhatSomebodyHasLost() async throws {
        scene.giveTOTP(to: scene.member)
        try await browser.signIn()
        let address = "/w/acme/admin/people/\(scene.member.id)/second-factors"
        let page = try await browser.get(address).text
        #expect(page.contains("Reset the second step of Bob?") && page.contains("button danger"))
        let done = try await browser.post(address)
        let news = try #require(done.headers[.location])
        #expect(news.hasPrefix("/w/acme/admin/people?done=\(scene.member.id)&"))
        #expect(scene.storage.actions(in: scene.acme.id).contains("user.second_factors_reset"))
        #expect(scene.storage.outbox(of: scene.acme.id).count == 1)
        let list = try await browser.get(news).text
        #expect(list.contains("The second step of Bob is reset."))
        #expect(!list.contains("/second-factors"))
        #expect(try await browser.get(address).text.contains("nothing to reset"))
    }

    @Test func resetsNothingItMustNot() async throws {
        scene.giveTOTP(to: scene.member)
        try await browser.signIn()
        // One's own.
        let own = "/w/acme/admin/people/\(scene.owner.id)/second-factors"
        #expect(!(try await browser.get(own).text.contains("button danger")))
        #expect(try await browser.post(own).status == .badRequest)
        // Nobody's.
        for nobody in ["x", "\(UserID.random(from: scene.random))"] {
            let address = "/w/acme/admin/people/\(nobody)/second-factors"
            #expect(try await browser.get(address).status == .notFound)
            #expect(try await browser.post(address).status == .notFound)
        }
        // Without a fresh proof (attacks 5.1 #9).
        scene.clock.advance(SessionLifetime.proof)
        let address = "/w/acme/admin/people/\(scene.member.id)/second-factors"
        let back = "return_to=\(PercentCoding.encode(address.utf8))"
        #expect(try await browser.get(address).headers[.location] == "/w/acme/account/step-up?\(back)")
        let posted = try #require(try await browser.post(address).headers[.location])
        #expect(posted.hasPrefix("/w/acme/account/step-up?unsaved=1&") && posted.hasSuffix("&\(back)"))
        #expect(!scene.storage.actions(in: scene.acme.id).contains("user.second_factors_reset"))
    }

    /// What is sent with a proof that has grown old is not kept, and the person is told before they give another.
    @Test func saysThatNothingWasSaved() async throws {
        try await browser.signIn()
        scene.clock.advance(SessionLifetime.proof)
        let unsaved = "Nothing was saved"
        let led = try #require(try await browser.get("/w/acme/account/password").headers[.location])
        #expect(!(try await browser.get(led).text.contains(unsaved)))
        let form = "second_factor=everyone&grace_days=14"
        let lost = try #require(try await browser.post("/w/acme/admin/policy", form).headers[.location])
        let told = try await browser.get(lost).text
        #expect(told.contains(unsaved) && told.contains(#"role="status""#))
        let wrong = try await browser.post(
            "/w/acme/account/step-up",
            "password=wrong&return_to=%2Fw%2Facme%2Fadmin%2Fpolicy"
        )
        #expect(!wrong.text.contains(unsaved) && wrong.text.contains(#"role="alert""#))
        // Whoever takes another factor is told as well.
        scene.giveTOTP(to: scene.owner)
        try scene.givePasskey(to: scene.owner)
        let ways = try await browser.get(lost).text.matches(of: #/href="(\/w\/acme\/account\/step-up\?[^"]+)"/#)
        #expect(ways.count == 1)
        for way in ways {
            let other = try await browser.get(String(way.output.1).replacing("&amp;", with: "&"))
            #expect(other.text.contains(unsaved))
        }
        #expect(!scene.storage.actions(in: scene.acme.id).contains("policy.changed"))
    }

    /// Saving without choosing another day keeps the one that is set; there is none to keep where nothing is demanded yet.
    @Test func keepsTheDayThatIsSet() async throws {
        let (address, kept) = ("/w/acme/admin/policy", #"value="keep""#)
        try await browser.signIn()
        #expect(!(try await browser.get(address).text.contains(kept)))
        _ = try await browser.post(address, "second_factor=everyone&grace_days=14")
        let page = try await browser.get(address).text
        #expect(page.contains(kept) && page.contains("As it is set: 8 December 2025"))
        scene.clock.advance(86_400)
        try await browser.signIn()
        for scope in ["everyone", "admins", "everyone"] {
            let saved = try await browser.post(address, "second_factor=\(scope)&grace_days=keep")
            #expect(saved.headers[.location]?.hasPrefix("\(address)?saved=1&") == true)
            #expect(try await browser.get(address).text.contains("From 8 December 2025"), "\(scope)")
        }
        // It was set four times, of which once to what it was.
        let changes = scene.storage.actions(in: scene.acme.id).count { $0 == "policy.changed" }
        #expect(changes == 3)
        for bad in ["kept", "-1", "91", "", "1.5"] {
            let refused = try await browser.post(address, "second_factor=everyone&grace_days=\(bad)")
            #expect(refused.status == .badRequest, "\(bad)")
        }
    }

    @Test func isClosedToMembers() async throws {
        try await browser.signIn(email: "bob@acme.example")
        let person = "/people/\(scene.owner.id)/second-factors"
        for path in ["", "/policy", "/passkeys", "/people", person] {
            #expect(try await browser.get("/w/acme/admin\(path)").status == .forbidden, "\(path)")
        }
        for path in ["/policy", "/passkeys", person] {
            let answer = try await browser.post("/w/acme/admin\(path)", "second_factor=off&grace_days=0&takes=any")
            #expect(answer.status == .forbidden, "\(path)")
        }
    }

    @Test func setsWhichPasskeysAreTaken() async throws {
        try await browser.signIn()
        #expect(try await browser.get("/w/acme/admin/passkeys").text.contains(Self.model))
        for good in ["takes=proven", "takes=models&models=%0D%0A\(Self.model)%0D%0A", "takes=any&models=ignored"] {
            let saved = try await browser.post("/w/acme/admin/passkeys", good)
            #expect(saved.headers[.location]?.hasPrefix("/w/acme/admin/passkeys?saved=1&") == true, "\(good)")
        }
        _ = try await browser.post("/w/acme/admin/passkeys", "takes=models&models=\(Self.model)")
        // The page says so before anybody tries.
        let own = try await browser.get("/w/acme/account/passkeys").text
        #expect(own.contains("Your workspace allows these: \(Self.model)."))
        #expect(own.contains("&quot;attestation&quot;:&quot;direct&quot;"))
        for (bad, sentence) in [
            ("takes=models", "Name at least one"), ("takes=models&models=a0a1", "is not an AAGUID"),
            ("takes=models&models=00000000-0000-0000-0000-000000000001", "can&#39;t prove"),
        ] {
            let refused = try await browser.post("/w/acme/admin/passkeys", bad)
            #expect(refused.status == .unprocessableContent, "\(bad)")
            #expect(refused.text.contains(sentence), "\(bad)")
        }
        #expect(try await browser.post("/w/acme/admin/passkeys", "takes=some").status == .badRequest)
        #expect(try await browser.post("/w/acme/admin/passkeys").status == .badRequest)
    }

    /// A refused passkey is answered with what to use instead.
    @Test func namesWhatIsTakenInstead() async throws {
        try await browser.signIn()
        _ = try await browser.post("/w/acme/admin/passkeys", "takes=proven")
        let page = try await browser.get("/w/acme/account/passkeys").text
        let form = try #require(page.firstMatch(of: #/name="transaction" value="([^"]+)"/#)).output.1
        let challenge = try #require(page.firstMatch(of: #/&quot;challenge&quot;:&quot;([^&]+)&quot;/#)).output.1
        var forge = try RegistrationForge()
        forge.relyingPartyID = "localhost"
        forge.clientData["origin"] = "http://localhost"
        forge.clientData["challenge"] = .string(String(challenge))
        let credential = PercentCoding.encode(try forge.json().text.utf8)
        let answer = try await browser.post(
            "/w/acme/account/passkeys",
            "credential=\(credential)&transaction=\(PercentCoding.encode(form.utf8))"
        )
        let news = try #require(answer.headers[.location])
        #expect(news.hasPrefix("/w/acme/account/passkeys?news=not_allowed&"))
        let told = try await browser.get(news).text
        #expect(told.contains("Your workspace doesn&#39;t allow that kind of passkey"))
        #expect(told.contains("Your workspace allows these: \(Self.model)."))
    }

    /// Where a passkey is left, the app may go, whatever the policy.
    @Test func letsTheAppGoWhereAPasskeyIsLeft() async throws {
        try await browser.signIn()
        scene.giveTOTP(to: scene.owner)
        scene.demandSecondFactor()
        let removal = "/w/acme/account/authenticator/remove"
        let last = try await browser.get(removal)
        #expect(!last.text.contains("button danger") && last.text.contains("add a passkey first"))
        try scene.givePasskey(to: scene.owner)
        let other = try await browser.get(removal)
        #expect(other.text.contains("button danger") && other.text.contains("Your passkeys stay (1)"))
        let done = try await browser.post(removal)
        #expect(done.headers[.location]?.hasPrefix("/w/acme/account?done=authenticator_removed&") == true)
    }
}
