import Encoding
import GatewayHTTP
import GatewayScene
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing
import WebAuthn

@testable import GatewayAPI

/// Which passkeys a workspace takes, in JSON.
@Suite struct PasskeyPolicyOperationTests {
    private static let model = "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf"
    private let api: APIScene
    private let bare: APIScene

    init() async throws {
        let forge = try RegistrationForge("packed")
        let roots = try AttestationRoots([
            try #require(AAGUID(Self.model)): [try forge.attestation.authority.certificate()]
        ])
        api = try await APIScene(attestationRoots: roots)
        bare = try await APIScene()
    }

    private func send(
        _ method: HTTPRequest.Method,
        _ body: JSONValue? = nil,
        to api: APIScene,
        as email: String = "ada@acme.example"
    ) async throws -> TestResponse {
        var headers = APIScene.bearer(try await api.tokens(email).access)
        if body != nil { headers[.contentType] = "application/json" }
        return try await api.send(method, "/w/acme/api/v1/admin/policy/passkeys", headers, body: body?.text)
    }

    @Test func isShownAndSet() async throws {
        let before = try APIScene.json(try await send(.get, to: api))
        #expect(before["attestation"] == "none")
        #expect(before["allowed_models"] == JSONValue.null)
        #expect(before["provable_models"] == [["aaguid": .string(Self.model), "name": .null]])
        #expect(before["outside"] == ["passkeys": 0, "people": 0])
        // In either case of letters, and named twice, it is one.
        let named: JSONValue = [
            "attestation": "direct", "allowed_models": [.string(Self.model), .string(Self.model.uppercased())],
        ]
        let set = try APIScene.json(try await send(.put, named, to: api))
        #expect(set["attestation"] == "direct")
        #expect(set["allowed_models"] == [.string(Self.model)])
        for all: JSONValue in [["attestation": "direct"], ["attestation": "direct", "allowed_models": .null]] {
            #expect(try APIScene.json(try await send(.put, all, to: api))["allowed_models"] == JSONValue.null)
        }
        let options = try await api.send(
            .post,
            "/w/acme/api/v1/me/passkeys/options",
            APIScene.bearer(try await api.tokens("bob@acme.example").access)
        )
        let question = try APIScene.json(options)
        #expect(question["public_key"]?.object?["attestation"] == "direct")
        #expect(question["allowed_models"] == [.string(Self.model)])
        #expect(try APIScene.json(try await send(.put, ["attestation": "none"], to: api))["attestation"] == "none")
        #expect(try APIScene.json(try await send(.get, to: api))["allowed_models"] == JSONValue.null)
    }

    @Test func refusesWhatCannotBeMeant() async throws {
        let other: JSONValue = "00000000-0000-0000-0000-000000000001"
        let refused: [(JSONValue, HTTPResponse.Status, String)] = [
            ([:], .badRequest, "invalid_request"), (["attestation": "indirect"], .badRequest, "invalid_request"),
            (["attestation": "none", "allowed_models": [.string(Self.model)]], .badRequest, "invalid_request"),
            (["attestation": "none", "allowed_models": []], .badRequest, "invalid_request"),
            (["attestation": "direct", "allowed_models": []], .badRequest, "invalid_request"),
            (["attestation": "direct", "allowed_models": "x"], .badRequest, "invalid_request"),
            (["attestation": "direct", "allowed_models": [1]], .badRequest, "invalid_request"),
            (["attestation": "direct", "allowed_models": ["a0a1"]], .badRequest, "invalid_request"),
            (["attestation": "direct", "allowed_models": [other]], .unprocessableContent, "attestation_unavailable"),
        ]
        for (body, status, code) in refused {
            let answer = try await send(.put, body, to: api)
            #expect(answer.status == status, "\(body.text)")
            #expect(answer.text.contains("\"code\":\"\(code)\""), "\(body.text)")
        }
        let nothing = try await send(.put, ["attestation": "direct"], to: bare)
        #expect(nothing.status == .unprocessableContent)
        #expect(try APIScene.json(try await send(.get, to: api))["attestation"] == "none")
    }

    @Test func isForWhoMayChangeThePolicy() async throws {
        #expect(try await send(.get, to: api, as: "bob@acme.example").status == .forbidden)
        let body: JSONValue = ["attestation": "none"]
        #expect(try await send(.put, body, to: api, as: "bob@acme.example").status == .forbidden)
        let token = try await api.tokens().access
        api.scene.clock.advance(301)
        var headers = APIScene.bearer(token)
        headers[.contentType] = "application/json"
        let late = try await api.send(.put, "/w/acme/api/v1/admin/policy/passkeys", headers, body: body.text)
        #expect(late.status == .unauthorized)
    }

    /// The person is told which would be taken.
    @Test func tellsWhatIsTakenInstead() async throws {
        _ = try await send(.put, ["attestation": "direct"], to: api)
        let token = try await api.tokens("bob@acme.example").access
        let question = try APIScene.json(
            try await api.send(.post, "/w/acme/api/v1/me/passkeys/options", APIScene.bearer(token))
        )
        var forge = try RegistrationForge()
        forge.relyingPartyID = "localhost"
        forge.clientData["origin"] = "http://localhost"
        forge.clientData["challenge"] = question["public_key"]?.object?["challenge"] ?? .null
        var headers = APIScene.bearer(token)
        headers[.contentType] = "application/json"
        let body: JSONValue = [
            "transaction": question["transaction"] ?? .null, "credential": try forge.json(), "name": "Key",
        ]
        let answer = try await api.send(.post, "/w/acme/api/v1/me/passkeys", headers, body: body.text)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(#""code":"passkey_not_allowed""#))
        #expect(answer.text.contains(Self.model))
    }
}
