import Encoding
import HTTPTypes
import Testing
import Workspaces

@testable import GatewayHTTP

@Suite struct RouteTableTests {
    private func route(_ id: String, _ path: PathTemplate, _ method: HTTPRequest.Method = .get) -> Route {
        Route(id, method, path, "A route.", answers: [], endpoint: .open { _ in .noContent })
    }

    @Test func refusesARouteThatStandsTwice() {
        #expect(throws: RouteTable.Flaw.duplicateID("a")) { try RouteTable([route("a", "/a"), route("a", "/b")]) }
        #expect(throws: RouteTable.Flaw.duplicateAddress("GET /x/{b}")) {
            try RouteTable([route("a", "/x/{a}"), route("b", "/x/{b}")])
        }
        #expect(throws: RouteTable.Flaw.duplicateParameter("a")) { try RouteTable([route("a", "/{x}/{x}")]) }
    }

    @Test func refusesAnEndpointWhosePathLacksTheWorkspace() {
        let door = Route("d", .get, "/d", "A door.", answers: [], endpoint: .door { _, _ in .noContent })
        #expect(throws: RouteTable.Flaw.workspaceMismatch("d")) { try RouteTable([door]) }
        #expect(throws: RouteTable.Flaw.workspaceMismatch("o")) { try RouteTable([route("o", "/w/{workspace}")]) }
    }

    @Test func refusesABodyWhereTheMethodHasNone() {
        #expect(throws: RouteTable.Flaw.bodyNotAllowed("probeGET/probe")) {
            try RouteTable([.probe(body: .json(.anything))])
        }
    }

    @Test func prefersLiteralSegments() throws {
        let table = try RouteTable([route("parameter", "/x/{a}"), route("literal", "/x/y")])
        let path = try #require(LiteralPath(Array("/x/y".utf8)))
        guard case .found(let found, _) = table.lookup(.get, path) else {
            Issue.record("nothing found")
            return
        }
        #expect(found.id == "literal")
    }

    @Test(arguments: ["/X/y", "/x", "/x/y/z", "/x/Y"])
    func findsNothingElsewhere(text: String) throws {
        let table = try RouteTable([route("a", "/x/y")])
        let path = try #require(LiteralPath(Array(text.utf8)))
        guard case .nothing = table.lookup(.get, path) else {
            Issue.record("found")
            return
        }
    }

    @Test func describesEveryRoute() throws {
        let item = Schema.named("Item", .object([.required("id", .string(format: "uuid"), "The id.")]))
        let routes = [
            Route(
                "listItems",
                .get,
                "/w/{workspace}/items",
                "Lists items.",
                query: [QueryParameter("limit", .integer(1...100), "How many.")],
                answers: [AnswerForm(.ok, "A page.", schema: .list(of: item))],
                problems: [.insufficientScope],
                endpoint: .bearer(.auditRead) { _, _, _ in .noContent }
            ),
            Route(
                "makeItem",
                .post,
                "/items",
                "Makes an item.",
                body: .form([.required("name", maximumBytes: 5), .optional("note", maximumBytes: 5)]),
                answers: [AnswerForm(.noContent, "Made.")],
                problemForm: .oauth,
                endpoint: .open { _ in .noContent }
            ),
        ]
        let document = OpenAPIDocument.make(routes, server: try PublicURL("https://id.example"), version: "1")
        let list = document.object?["paths"]?.object?["/w/{workspace}/items"]?.object?["get"]?.object
        #expect(list?["operationId"] == "listItems")
        #expect(list?["x-permission"] == "audit:read")
        #expect(list?["security"] == [["accessToken": []]])
        #expect(list?["parameters"]?.array?.count == 2)
        #expect(list?["responses"]?.object?.members.map(\.name) == ["200", "403", "default"])
        #expect(document.object?["components"]?.object?["schemas"]?.object?["Item"] != nil)
        let make = document.object?["paths"]?.object?["/items"]?.object?["post"]?.object
        #expect(make?["requestBody"]?.text.contains(#""required":["name"]"#) == true)
        #expect(try StrictJSON.parse(document.serialized()) == document)
    }
}
