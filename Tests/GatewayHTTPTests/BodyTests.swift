import Encoding
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import GatewayHTTP

@Suite struct BodyTests {
    private let json = Frame(
        .probe(
            .post,
            "/probe",
            body: .json(.object([.required("name", .string(maximumBytes: 8))])),
            limits: RequestLimits(bodyBytes: 64, seconds: 1),
            endpoint: .open { .json(["name": .string($0.text("name"))]) }
        )
    )
    private let type: HTTPFields = [.contentType: "application/json"]

    @Test func readsWhatTheSchemaHas() async throws {
        #expect(try await json.send(.post, "/probe", type, body: #"{"name":"ada"}"#).text == #"{"name":"ada"}"#)
    }

    @Test(arguments: [
        "", "{", "[]", "{}", #"{"name":1}"#, #"{"name":"a","name":"b"}"#, #"{"name":"123456789"}"#,
        "\u{FEFF}{\"name\":\"a\"}", #"{"name":"a\u0000"}"#, #"{"name":"a"}x"#,
    ])
    func refusesOtherBodies(body: String) async throws {
        #expect(try await json.send(.post, "/probe", type, body: body).status == .badRequest)
    }

    /// attacks 0 #10: counted before it is read.
    @Test func refusesLargeBodies() async throws {
        let body = #"{"name":"a","x":""# + String(repeating: "x", count: 64) + #""}"#
        #expect(try await json.send(.post, "/probe", type, body: body).status == .contentTooLarge)
    }

    @Test func refusesACompressedBody() async throws {
        var headers = type
        headers[.contentEncoding] = "gzip"
        #expect(try await json.send(.post, "/probe", headers, body: "{}").status == .unsupportedMediaType)
    }

    @Test func takesNoBodyWhereNoneIsAskedFor() async throws {
        let frame = Frame(.probe(.post, "/probe"))
        #expect(try await frame.send(.post, "/probe").status == .ok)
        #expect(try await frame.send(.post, "/probe", body: "x").status == .unsupportedMediaType)
    }

    private let form = Frame(
        .probe(
            .post,
            "/probe",
            body: .form([.required("a", maximumBytes: 3), .optional("b", maximumBytes: 3)]),
            problemForm: .oauth,
            endpoint: .open { .json(["a": .string($0.form["a"] ?? "")]) }
        )
    )
    private let formType: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func readsForms() async throws {
        #expect(try await form.send(.post, "/probe", formType, body: "a=x+y&c=1").text == #"{"a":"x y"}"#)
    }

    @Test(arguments: ["", "b=1", "a=1&a=1", "a=1234", "a=1&b=1234", "a=%", "a=%00"])
    func refusesOtherForms(body: String) async throws {
        let answer = try await form.send(.post, "/probe", formType, body: body)
        #expect(answer.status == .badRequest)
        #expect(answer.text.hasPrefix(#"{"error":"invalid_request","error_description":"#))
    }
}
