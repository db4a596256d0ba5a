import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import Secrets
import SignIn
import Testing
import Workspaces

@testable import Credentials
@testable import GatewayAPI

/// Second factors in JSON, as programs meet them.
@Suite struct SecondFactorTests {
    private let api: APIScene

    init() async throws {
        api = try await APIScene()
    }

    private func post(
        _ path: String,
        _ body: JSONValue? = nil,
        token: String? = nil,
        method: HTTPRequest.Method = .post
    ) async throws -> TestResponse {
        var headers = token.map { APIScene.bearer($0) } ?? [:]
        if body != nil { headers[.contentType] = "application/json" }
        return try await api.send(method, "/w/acme/api/v1\(path)", headers, body: body?.text)
    }

    private func code(of secret: JSONValue?) throws -> JSONValue {
        let key = try Base32.decode(try #require(secret?.string))
        let step = UInt64(TOTP.step(at: api.scene.clock.now.unixSeconds))
        return .string(String(decoding: HOTP.digits(key, counter: step, count: 6), as: UTF8.self))
    }

    /// Enrols an app for the owner and returns its secret with the recovery codes.
    private func enrol(_ token: String) async throws -> (secret: JSONValue?, codes: [JSONValue]) {
        let begun = try APIScene.json(try await post("/me/totp", token: token))
        #expect(begun["uri"]?.string?.hasPrefix("otpauth://totp/acme%20inc.:ada%40acme.example?secret=") == true)
        let confirmed = try await post(
            "/me/totp/confirm",
            ["code": try code(of: begun["secret"])],
            token: token
        )
        let codes = try #require(try APIScene.json(confirmed)["recovery_codes"]?.array)
        #expect(codes.count == RecoveryCode.setCount)
        api.scene.clock.advance(30)
        return (begun["secret"], codes)
    }

    @Test func asksForTheSecondFactorAndTakesIt() async throws {
        let (secret, codes) = try await enrol(try await api.tokens().access)
        let step = try APIScene.json(try await api.signIn())
        #expect(step.map(\.name) == ["state", "transaction", "methods"])
        #expect(step["state"] == "second_factor_required")
        #expect(step["methods"] == ["totp", "recovery_code"])
        let transaction = try #require(step["transaction"])
        let wrong = try await post("/sign-in/totp", ["transaction": transaction, "code": "000000"])
        #expect(wrong.status == .unauthorized)
        #expect(wrong.text.contains(#""code":"invalid_credentials""#))
        let done = try APIScene.json(
            try await post("/sign-in/totp", ["transaction": transaction, "code": try code(of: secret)])
        )
        #expect(done["state"] == "complete")
        #expect(done["recovery_codes"] == nil)
        let again = try await post("/sign-in/recovery-code", ["transaction": transaction, "code": codes[0]])
        #expect(again.status == .unauthorized)
        #expect(again.text.contains(#""code":"sign_in_expired""#))
        let other = try #require(try APIScene.json(try await api.signIn())["transaction"])
        let byCode = try await post("/sign-in/recovery-code", ["transaction": other, "code": codes[0]])
        #expect(try APIScene.json(byCode)["state"] == "complete")
    }

    /// attacks 5.2 #14: by the schema, before any code is looked at.
    @Test(arguments: [
        #"{"transaction":"x","code":123456}"#, #"{"transaction":"x","code":["123456"]}"#, #"{"transaction":"x"}"#,
        #"{"transaction":"x","code":null}"#, #"{"code":"123456"}"#, #"{"transaction":"x","code":"1","code":"2"}"#,
    ])
    func refusesCodesThatAreNoText(body: String) async throws {
        let answer = try await api.send(
            .post,
            "/w/acme/api/v1/sign-in/totp",
            [.contentType: "application/json"],
            body: body
        )
        #expect(answer.status == .badRequest)
    }

    /// attacks 5.2 #16: the token of a half-finished sign-in is nothing at any other door.
    @Test func opensNoOtherDoorHalfway() async throws {
        _ = try await enrol(try await api.tokens().access)
        let transaction = try #require(try APIScene.json(try await api.signIn())["transaction"]?.string)
        for route in api.routes where route.path.description.contains("/api/v1/") {
            guard case .bearer = route.endpoint else { continue }
            let path = route.path.description.replacing("{workspace}", with: "acme").replacing(
                #/\{[a-z_]+\}/#,
                with: "x"
            )
            let answer = try await api.send(route.method, path, APIScene.bearer(transaction))
            #expect(answer.status == .unauthorized, "\(route.id)")
        }
        let begun = try await post("/sign-in/totp/options", ["transaction": .string(transaction)])
        #expect(begun.status == .unauthorized)
        let refreshed = try await api.post(
            "/oauth2/token",
            "grant_type=refresh_token&client_id=ontrackio&refresh_token=\(transaction)"
        )
        #expect(refreshed.status == .badRequest)
        // Nor is it good in another workspace.
        let elsewhere = try await api.send(
            .post,
            "/w/globex/api/v1/sign-in/totp",
            [.contentType: "application/json"],
            body: JSONValue.object(["transaction": .string(transaction), "code": "123456"]).text
        )
        #expect(elsewhere.text.contains("sign_in_expired"))
    }

    @Test func leadsThroughEnrolment() async throws {
        let token = try await api.tokens().access
        let set = try await post("/admin/policy", ["second_factor": "everyone"], token: token, method: .put)
        #expect(try APIScene.json(set)["second_factor"] == "everyone")
        let step = try APIScene.json(try await api.signIn("bob@acme.example"))
        #expect(step["state"] == "enrolment_required")
        #expect(step["methods"] == ["totp", "passkey"])
        let transaction = try #require(step["transaction"])
        let begun = try APIScene.json(try await post("/sign-in/totp/options", ["transaction": transaction]))
        let done = try APIScene.json(
            try await post("/sign-in/totp", ["transaction": transaction, "code": try code(of: begun["secret"])])
        )
        #expect(done["state"] == "complete")
        #expect(done["recovery_codes"]?.array?.count == RecoveryCode.setCount)
    }

    /// attacks 5.1 #9: each of these asks for a fresh proof, and takes the one that step-up gives.
    @Test func asksForAFreshProof() async throws {
        let signedIn = try await api.tokens()
        api.scene.clock.advance(200)
        let form = "grant_type=refresh_token&client_id=ontrackio&refresh_token=\(signedIn.refresh)"
        let token = try APIScene.tokens(in: try await api.post("/oauth2/token", form)).access
        api.scene.clock.advance(150)
        let guarded: [(HTTPRequest.Method, String, JSONValue?)] = [
            (.post, "/me/totp", nil), (.post, "/me/totp/confirm", ["code": "000000"]), (.delete, "/me/totp", nil),
            (.post, "/me/recovery-codes", nil), (.put, "/me/password", ["new_password": "x"]),
            (.put, "/admin/policy", ["second_factor": "off"]),
            (.delete, "/admin/users/\(api.scene.member.id)/second-factors", nil),
        ]
        #expect(Set(guarded.map { "\($0.0) /w/{workspace}/api/v1\($0.1)" }).count == guarded.count)
        for (method, path, body) in guarded {
            let answer = try await post(path, body, token: token, method: method)
            #expect(answer.status == .unauthorized, "\(path)")
            #expect(answer.text.contains(#""code":"insufficient_user_authentication""#), "\(path)")
        }
        #expect(try await post("/me", token: token, method: .get).status == .ok)
        let methods = try await post("/me/step-up", token: token, method: .get)
        #expect(methods.text == #"{"methods":["password"]}"#)
        let wrong = try await post("/me/step-up/password", ["password": "not it"], token: token)
        #expect(wrong.text.contains(#""code":"invalid_credentials""#))
        let proved = try await post("/me/step-up/password", ["password": .string(Scene.password)], token: token)
        #expect(proved.text == #"{"expires_in":300}"#)
        for (method, path, body) in guarded {
            let answer = try await post(path, body, token: token, method: method)
            #expect(!answer.text.contains("insufficient_user_authentication"), "\(path)")
        }
    }

    @Test func changesThePassword() async throws {
        let token = try await api.tokens().access
        let weak = try await post("/me/password", ["new_password": "password"], token: token, method: .put)
        #expect(weak.status == .unprocessableContent)
        #expect(weak.text.contains(#""code":"password_not_acceptable""#))
        let new = "nine purple windmills asleep"
        let done = try await post("/me/password", ["new_password": .string(new)], token: token, method: .put)
        #expect(done.status == .noContent)
        #expect(try await api.signIn().status == .unauthorized)
        #expect(try await api.signIn("ada@acme.example", new).status == .ok)
    }

    @Test func showsAndRemovesWhatOneHas() async throws {
        let token = try await api.tokens().access
        let none = try APIScene.json(try await post("/me/factors", token: token, method: .get))
        #expect(none["totp"] == JSONValue.null)
        #expect(try await post("/me/totp", token: token, method: .delete).status == .notFound)
        #expect(try await post("/me/recovery-codes", token: token).status == .notFound)
        let wrong = try await post("/me/totp/confirm", ["code": "000000"], token: token)
        #expect(wrong.status == .unprocessableContent)
        #expect(wrong.text.contains(#""code":"wrong_code""#))
        _ = try await enrol(token)
        let some = try APIScene.json(try await post("/me/factors", token: token, method: .get))
        #expect(some["totp"]?.object?["since"]?.string != nil)
        #expect(some["recovery_codes_left"] == 10)
        #expect(try await post("/me/totp", token: token, method: .delete).status == .noContent)
        _ = try await enrol(token)
        _ = try await post("/admin/policy", ["second_factor": "admins"], token: token, method: .put)
        let last = try await post("/me/totp", token: token, method: .delete)
        #expect(last.status == .conflict)
        #expect(last.text.contains(#""code":"second_factor_demanded""#))
    }

    @Test func letsOnlyWhoMayChangeThePolicy() async throws {
        let member = try await api.tokens("bob@acme.example").access
        #expect(try await post("/admin/policy", token: member, method: .get).status == .forbidden)
        let body: JSONValue = ["second_factor": "off"]
        #expect(try await post("/admin/policy", body, token: member, method: .put).status == .forbidden)
        let path = "/admin/users/\(api.scene.owner.id)/second-factors"
        #expect(try await post(path, token: member, method: .delete).status == .forbidden)
        let owner = try await api.tokens().access
        for bad: JSONValue in [
            [:], ["second_factor": "some"], ["second_factor": "off", "second_factor_grace_days": 91],
            ["second_factor": "off", "second_factor_grace_days": -1],
        ] {
            #expect(try await post("/admin/policy", bad, token: owner, method: .put).status == .badRequest)
        }
    }
}
