import Encoding
import Testing

@testable import SCIM

/// scim.md 1.9; attacks 5.6 #64.
struct BulkTests {
    private static func request(_ operations: String, _ more: String = "") throws -> BulkRequest {
        try BulkRequest(
            Array(#"{"schemas":["\#(MessageURN.bulkRequest)"],\#(more)"Operations":[\#(operations)]}"#.utf8)
        )
    }

    private static func post(_ id: String, _ data: String, to endpoint: String = "/Users") -> String {
        #"{"method":"POST","path":"\#(endpoint)","bulkId":"\#(id)","data":\#(data)}"#
    }

    /// Executes by making ids and noting what came.
    private final class Service {
        var executed: [String] = []
        var failing: Set<String> = []

        func execute(_ operation: BulkOperation) -> BulkAnswer {
            executed.append("\(operation.method.rawValue) \(operation.path) \(operation.data?.text ?? "")")
            if let id = operation.bulkID, failing.contains(id) { return BulkAnswer(SCIMError(.notUnique)) }
            switch operation.method {
            case .post:
                let id = "id-\(operation.bulkID ?? "")"
                return BulkAnswer(status: 201, id: id, location: "https://x\(operation.path)/\(id)", version: #"W/"1""#)
            case .delete: return BulkAnswer(status: 204, location: "https://x\(operation.path)")
            case .put, .patch:
                return BulkAnswer(status: 200, location: "https://x\(operation.path)", version: #"W/"2""#)
            }
        }
    }

    private func run(_ request: BulkRequest, _ service: Service) async -> [JSONObject] {
        let response = await request.run(base: "https://x") { service.execute($0) }
        return response.object?["Operations"]?.array?.compactMap(\.object) ?? []
    }

    @Test func answersEachOperation() async throws {
        let service = Service()
        let answers = await run(
            try Self.request(
                Self.post("a", #"{"userName":"a"}"#)
                    + #",{"method":"delete","path":"/Users/u1"},{"method":"PATCH","path":"/Users/u2","version":"W/\"1\"","data":{}}"#
            ),
            service
        )
        #expect(
            answers.map { JSONValue.object($0).text } == [
                #"{"method":"POST","bulkId":"a","version":"W/\"1\"","location":"https://x/Users/id-a","status":"201"}"#,
                #"{"method":"DELETE","location":"https://x/Users/u1","status":"204"}"#,
                #"{"method":"PATCH","version":"W/\"2\"","location":"https://x/Users/u2","status":"200"}"#,
            ]
        )
    }

    /// In any text: an element, an address, a path with a filter; also forward.
    @Test func resolvesReferences() async throws {
        let service = Service()
        let answers = await run(
            try Self.request(
                [
                    Self.post("g", #"{"members":[{"value":"bulkId:b","$ref":"../Users/bulkId:b"}]}"#, to: "/Groups"),
                    Self.post("b", #"{"userName":"b"}"#),
                    #"{"method":"PATCH","path":"/Groups/bulkId:g","data":{"Operations":[{"op":"remove","path":"members[value eq \"bulkId:b\"]"}]}}"#,
                ].joined(separator: ",")
            ),
            service
        )
        #expect(answers.map { $0["status"]?.string } == ["201", "201", "200"])
        #expect(
            service.executed == [
                #"POST /Users {"userName":"b"}"#,
                #"POST /Groups {"members":[{"value":"id-b","$ref":"../Users/id-b"}]}"#,
                #"PATCH /Groups/id-g {"Operations":[{"op":"remove","path":"members[value eq \"id-b\"]"}]}"#,
            ]
        )
    }

    /// attacks 5.6 #64: a circle through members is broken: the later one is made without, and gets it by a PATCH.
    @Test func breaksCircles() async throws {
        let service = Service()
        let answers = await run(
            try Self.request(
                Self.post("a", #"{"displayName":"A","members":[{"value":"bulkId:b"},{"value":"x"}]}"#, to: "/Groups")
                    + ","
                    + Self.post("b", #"{"displayName":"B","members":[{"value":"bulkId:a"}]}"#, to: "/Groups")
            ),
            service
        )
        #expect(answers.map { $0["status"]?.string } == ["201", "201"])
        #expect(
            service.executed == [
                #"POST /Groups {"displayName":"B","members":[]}"#,
                #"POST /Groups {"displayName":"A","members":[{"value":"id-b"},{"value":"x"}]}"#,
                #"PATCH /Groups/id-b {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"id-a"}]}]}"#,
            ]
        )
    }

    /// attacks 5.6 #64: one that nothing can break is 409; who depends on it is, too.
    @Test func refusesOtherCircles() async throws {
        let answers = await run(
            try Self.request(Self.post("a", #"{"title":"bulkId:b"}"#) + "," + Self.post("b", #"{"title":"bulkId:a"}"#)),
            Service()
        )
        #expect(answers.map { $0["status"]?.string } == ["409", "409"])
        #expect(answers[0]["location"] == nil && answers[0]["response"]?.object?["status"]?.string == "409")
    }

    @Test func refusesReferencesToNothing() async throws {
        let service = Service()
        service.failing = ["b"]
        let answers = await run(
            try Self.request(
                [
                    Self.post("a", #"{"title":"bulkId:nothing"}"#), Self.post("b", #"{"userName":"b"}"#),
                    Self.post("c", #"{"title":"bulkId:b"}"#), Self.post("d", #"{"userName":"d"}"#),
                ].joined(separator: ",")
            ),
            service
        )
        #expect(answers.map { $0["status"]?.string } == ["409", "409", "409", "201"])
        #expect(service.executed.count == 2)
    }

    /// RFC 7644 section 3.7: the location is required but where a POST failed, also where the operation was not tried.
    @Test func namesTheLocationOfWhatFailed() async throws {
        let service = Service()
        let answers = await run(
            try Self.request(
                Self.post("a", #"{"title":"bulkId:nothing"}"#)
                    + #",{"method":"PATCH","path":"/Users/u2","data":{"x":"bulkId:nothing"}}"#
            ),
            service
        )
        #expect(answers.map { $0["status"]?.string } == ["409", "409"])
        #expect(answers.map { $0["location"]?.string } == [nil, "https://x/Users/u2"])
        #expect(service.executed == [])
    }

    /// A group that was made without a member that was never reached must not be answered as if it were whole.
    @Test func refusesWhatWaitsForAnOperationThatWasNotReached() async throws {
        let service = Service()
        service.failing = ["c"]
        let answers = await run(
            try Self.request(
                [
                    Self.post("a", #"{"members":[{"value":"bulkId:b"},{"value":"bulkId:c"}]}"#, to: "/Groups"),
                    Self.post("b", #"{"members":[{"value":"bulkId:a"}]}"#, to: "/Groups"), Self.post("c", "{}"),
                ].joined(separator: ","),
                #""failOnErrors":1,"#
            ),
            service
        )
        #expect(answers.map { $0["bulkId"]?.string } == ["b", "c"])
        #expect(answers.map { $0["status"]?.string } == ["409", "409"])
        #expect(answers.first?["location"]?.string == "https://x/Groups/id-b")
    }

    /// attacks 5.6 #64: operations not reached are not in the answer.
    @Test func stopsAfterErrors() async throws {
        let service = Service()
        service.failing = ["a", "c"]
        let operations = ["a", "b", "c", "d"].map { Self.post($0, "{}") }.joined(separator: ",")
        #expect(await run(try Self.request(operations, #""failOnErrors":2,"#), service).count == 3)
        #expect(await run(try Self.request(operations, #""failOnErrors":1,"#), service).count == 1)
        #expect(await run(try Self.request(operations), service).count == 4)
    }

    @Test func followsALongChain() async throws {
        let operations =
            (0..<500).map { Self.post("\($0)", #"{"title":"bulkId:\#($0 + 1)"}"#) } + [Self.post("500", "{}")]
        let answers = await run(try Self.request(operations.joined(separator: ",")), Service())
        #expect(answers.count == 501 && answers.allSatisfy { $0["status"]?.string == "201" })
    }

    @Test(
        arguments: [
            (#"{"method":"POST","path":"/Users","data":{}}"#, SCIMErrorCode.bulkIDMissing),
            (
                #"{"method":"POST","path":"/Users","bulkId":"a","data":{}},{"method":"POST","path":"/Users","bulkId":"a","data":{}}"#,
                .bulkIDDuplicate
            ),
            (#"{"method":"GET","path":"/Users/1"}"#, .bulkShape), (#"{"path":"/Users/1"}"#, .bulkShape),
            (#"{"method":"DELETE","path":"/Users"}"#, .bulkShape),
            (#"{"method":"DELETE","path":"Users/1"}"#, .bulkShape),
            (#"{"method":"DELETE","path":"/Users/1/2"}"#, .bulkShape),
            (#"{"method":"PATCH","path":"/Users/1"}"#, .bulkShape),
            (#"{"method":"POST","path":"/Users/1","bulkId":"a","data":{}}"#, .bulkShape),
            (#"{"method":"POST","path":"/Users","bulkId":"a/b","data":{}}"#, .bulkShape),
            (#"{"method":"POST","path":"/Users","bulkId":5,"data":{}}"#, .bulkShape), ("", .bulkShape),
            ("5", .bulkShape),
        ]
    )
    func refusesRequestsWithOneThingWrong(_ operations: String, code: SCIMErrorCode) {
        #expect(refusal { _ = try Self.request(operations) } == code)
    }

    /// attacks 5.6 #64: sizes.
    @Test func boundsOperationsAndPayload() throws {
        let delete = #"{"method":"DELETE","path":"/Users/1"}"#
        let many = { (count: Int) in Array(repeating: delete, count: count).joined(separator: ",") }
        #expect(throws: Never.self) { try Self.request(many(1000)) }
        let error = #expect(throws: SCIMError(.bulkTooManyOperations)) { try Self.request(many(1001)) }
        #expect(error?.status == 413 && error?.detail.contains("1000") == true)
        let body = Array(repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
        let large = #expect(throws: SCIMError(.bulkTooLarge)) { try BulkRequest(body) }
        #expect(large?.status == 413 && large?.detail.contains("1048576") == true)
        for number in ["0", "-1", "1.5", "\"1\""] {
            #expect(refusal { _ = try Self.request(delete, #""failOnErrors":\#(number),"#) } == .bulkShape)
        }
    }
}
