import Encoding
import Testing

@testable import SCIM

/// scim.md 1.4: attributes and excludedAttributes; attacks 5.6 #61.
struct ProjectionTests {
    private func names(attributes: String = "", excluded: String = "") throws -> [String] {
        try rendered(attributes, excluded).members.map(\.name)
    }

    private func rendered(_ attributes: String = "", _ excluded: String = "") throws -> JSONObject {
        let projection = try Projection(
            attributes: Projection.names(attributes),
            excludedAttributes: Projection.names(excluded),
            for: .user
        )
        return try exampleUser().rendered(projection)
    }

    /// id and schemas are returned always; unknown names select nothing.
    @Test(
        arguments: [
            ("userName", ["schemas", "id", "userName"]), ("USERNAME,emails", ["schemas", "id", "userName", "emails"]),
            ("unknown", ["schemas", "id"]), ("id", ["schemas", "id"]), ("password", ["schemas", "id"]),
            ("name.givenName", ["schemas", "id", "name"]), ("externalId", ["schemas", "id", "externalId"]),
            ("urn:ietf:params:scim:schemas:core:2.0:User:title", ["schemas", "id", "title"]),
            (enterpriseURN, ["schemas", "id", enterpriseURN]),
            ("\(enterpriseURN):department", ["schemas", "id", enterpriseURN]),
            // Microsoft's collection asks for this.
            (#"emails[type eq "work"]"#, ["schemas", "id", "emails"]),
            (" userName , title ", ["schemas", "id", "userName", "title"]),
        ]
    )
    func showsWhatIsAskedFor(_ list: String, expected: [String]) throws {
        #expect(try names(attributes: list) == expected)
    }

    @Test func leavesOutWhatIsExcluded() throws {
        let all = try names()
        #expect(
            try names(excluded: "emails,TITLE,id,schemas,unknown") == all.filter { $0 != "emails" && $0 != "title" }
        )
        #expect(try names(excluded: enterpriseURN) == all.filter { $0 != enterpriseURN })
        #expect(try rendered("", enterpriseURN)["schemas"]?.strings == [SCIMSchema.user.id])
    }

    @Test func reachesSubAttributes() throws {
        #expect(try rendered("name.givenName")["name"]?.text == #"{"givenName":"Barbara"}"#)
        #expect(
            try rendered("emails.value")["emails"]?.text
                == #"[{"value":"bjensen@example.com"},{"value":"babs@jensen.example"}]"#
        )
        #expect(try rendered("", "name.formatted,name.familyName")["name"]?.text == #"{"givenName":"Barbara"}"#)
        #expect(
            try rendered("\(enterpriseURN):manager.value")[enterpriseURN]?.text == #"{"manager":{"value":"26118915"}}"#
        )
        #expect(try rendered("meta.version")["meta"]?.text == #"{"version":"W/\"7\""}"#)
    }

    /// Microsoft asks for groups without their members.
    @Test func leavesOutMembers() throws {
        let projection = try Projection(attributes: [], excludedAttributes: ["members"], for: .group)
        #expect(try exampleGroup().rendered(projection).members.map(\.name) == ["schemas", "id", "displayName"])
    }

    @Test func refusesBothListsAndLongOnes() {
        #expect(refusal { _ = try names(attributes: "title", excluded: "emails") } == .listProjection)
        #expect(refusal { _ = try names(attributes: String(repeating: "a,", count: 65)) } == .listProjection)
        #expect(refusal { _ = try names(attributes: String(repeating: "a", count: 2049)) } == .listProjection)
    }

    /// attacks 5.6 #61: returned: request is shown where it is asked for, and never stays hidden.
    @Test func followsReturned() throws {
        let own = SCIMSchema(
            id: "urn:example:own:1.0:User",
            name: "Own",
            text: "",
            attributes: [
                SchemaAttribute("asked", "", returned: .request), SchemaAttribute("hidden", "", returned: .never),
                SchemaAttribute("always", "", returned: .always),
            ]
        )
        let definition = ResourceDefinition.user(extensions: [own])
        let resource = SCIMResource(
            definition,
            canonical: ["userName": "x", own.id: ["asked": "a", "hidden": "h", "always": "w"]]
        )
        func shown(_ attributes: [String], _ excluded: [String] = []) throws -> String? {
            let projection = try Projection(attributes: attributes, excludedAttributes: excluded, for: definition)
            return resource.rendered(projection)[own.id]?.text
        }
        #expect(try shown([]) == #"{"always":"w"}"#)
        #expect(try shown(["\(own.id):asked"]) == #"{"asked":"a","always":"w"}"#)
        #expect(try shown(["\(own.id):hidden"]) == #"{"always":"w"}"#)
        #expect(try shown([], ["\(own.id):always", own.id]) == #"{"always":"w"}"#)
    }
}
