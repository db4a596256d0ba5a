import Encoding
import Testing

@testable import SCIM

/// scim.md 1.3 (query strings) and 1.4: lists; attacks 5.6 #60.
struct ListingTests {
    private func request(_ query: String) throws -> ListRequest { try ListRequest(FormQuery(query)) }

    /// attacks 5.6 #60: below, above and far above what there is.
    @Test(
        arguments: [
            ("", 1, 100), ("startIndex=1&count=2", 1, 2), ("startIndex=0", 1, 100), ("startIndex=-5&count=-1", 1, 0),
            ("count=0", 1, 0), ("count=1000000000", 1, 100), ("startIndex=9223372036854775807", Int.max, 100),
            ("startIndex=99999999999999999999", Int.max, 100), ("count=99999999999999999999", 1, 100),
            ("startIndex=-99999999999999999999&count=-99999999999999999999", 1, 0),
            ("startindex=0&COUNT=100", 1, 100), ("aadOptscim062020&startIndex=101&count=100", 101, 100),
        ]
    )
    func readsIndexPaging(_ query: String, start: Int, count: Int) throws {
        let request = try request(query)
        #expect(request.paging == .index(start: start))
        #expect(request.count == count)
    }

    @Test(
        arguments: [
            ("startIndex=1.5", SCIMErrorCode.listNumber), ("startIndex=x", .listNumber), ("startIndex=", .listNumber),
            ("startIndex=%2B5", .listNumber), ("startIndex=-", .listNumber), ("count=1e3", .listNumber),
            ("count=0x10", .listNumber),
            ("count=%31%30%20", .listNumber), ("cursor=&count=x", .listCount), ("cursor=&startIndex=1", .listQuery),
            ("count=1&count=2", .listQuery), ("filter=a&FILTER=b", .listQuery), ("filter=%zz", .listQuery),
            ("filter=%ff", .listQuery), ("filter=%00", .listQuery), ("filter=%", .listQuery),
            ("sortOrder=up", .listSort),
            (String(repeating: "a", count: 8193), .listQuery),
        ]
    )
    func refusesQueriesWithOneThingWrong(_ query: String, code: SCIMErrorCode) {
        #expect(refusal { _ = try request(query) } == code)
    }

    /// `+` is a space, `%2B` a plus, `%20` a space.
    @Test func readsQueriesAsFormData() throws {
        #expect(try request("filter=userName+eq+%22a%2Bb%40c%22").filter == #"userName eq "a+b@c""#)
        #expect(try request("filter=userName%20eq%20%22%C3%A9%22").filter == #"userName eq "é""#)
        #expect(try request("attributes=emails%5Btype+eq+%22work%22%5D").attributes == ["emails"])
    }

    @Test func readsSearchBodies() throws {
        let request = try ListRequest(
            json(
                """
                {"schemas":["\(MessageURN.searchRequest)"],"attributes":["displayName","userName"],
                "filter":"displayName sw \\"smith\\"","startIndex":-1,"COUNT":500,"sortBy":"userName","sortOrder":"Descending"}
                """
            )
        )
        #expect(request.attributes == ["displayName", "userName"])
        #expect(request.paging == .index(start: 1) && request.count == 100 && request.isDescending)
        let cursor = try ListRequest(json(#"{"schemas":["\#(MessageURN.searchRequest)"],"cursor":null}"#))
        #expect(cursor.paging == .cursor(nil))
        #expect(refusal { _ = try ListRequest(json(#"{"filter":"x"}"#)) } == .bodySchemasMissing)
        #expect(
            refusal { _ = try ListRequest(json(#"{"schemas":["\#(MessageURN.searchRequest)"],"startIndex":1.5}"#)) }
                == .listNumber
        )
    }

    @Test func rendersNumbersAsIntegers() {
        let list = ListResponse(resources: [["id": "1"]], totalResults: 7, page: .index(start: 3))
        #expect(
            list.rendered.text
                == #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":7,"itemsPerPage":1,"startIndex":3,"Resources":[{"id":"1"}]}"#
        )
        let beyond = ListResponse(resources: [], totalResults: 0, page: .cursor(next: nil, previous: nil))
        #expect(beyond.rendered.object?["Resources"]?.text == "[]")
        #expect(beyond.rendered.object?["nextCursor"] == nil && beyond.rendered.object?["startIndex"] == nil)
    }

    // MARK: Sorting

    private func users() throws -> [SCIMResource] {
        try [
            #"{"id":"3","userName":"b","title":"Z","emails":[{"value":"m"},{"value":"a","primary":true}]}"#,
            #"{"id":"1","userName":"A","emails":[{"value":"b"},{"value":"z"}]}"#,
            #"{"id":"2","userName":"a","title":"y","meta":{"created":"2024-01-01T00:00:00+02:00"}}"#,
            #"{"id":"4","userName":"C","title":"Y","meta":{"created":"2023-12-31T23:00:00Z"},"externalId":"B"}"#,
        ].map { try ResourceReader.stored(json($0), as: .user) }
    }

    @Test(
        arguments: [
            // Without case, and the id ends every order.
            ("userName", false, ["1", "2", "3", "4"]), ("userName", true, ["4", "3", "1", "2"]),
            // Missing last ascending, first descending.
            ("title", false, ["2", "4", "3", "1"]), ("title", true, ["1", "3", "2", "4"]),
            // The primary, else the first.
            ("emails", false, ["3", "1", "2", "4"]), ("emails.value", false, ["3", "1", "2", "4"]),
            // Dates as instants.
            ("meta.created", false, ["2", "4", "1", "3"]), ("active", false, ["1", "2", "3", "4"]),
            ("id", true, ["4", "3", "2", "1"]),
        ]
    )
    func sorts(_ name: String, descending: Bool, expected: [String]) throws {
        let order = try SortOrder(by: name, descending: descending, for: .user)
        #expect(order.sorted(try users()).map(\.id) == expected)
    }

    /// The order is total where nothing is asked for (Okta needs it).
    @Test func sortsByIDWithoutBeingAsked() throws {
        #expect(SortOrder.byID.sorted(try users()).map(\.id) == ["1", "2", "3", "4"])
    }

    /// attacks 5.6 #60: an order by what is hidden would tell of it.
    @Test(arguments: ["password", "unknown", "name", "addresses", "", "emails[type eq \"work\"]"])
    func refusesOrders(_ name: String) {
        #expect(refusal { _ = try SortOrder(by: name, descending: false, for: .user) } == .listSort)
    }
}
