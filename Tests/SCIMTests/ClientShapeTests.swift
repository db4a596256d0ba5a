import Encoding
import Secrets
import Testing

@testable import SCIM

/// scim.md 2.1 to 2.3: what Okta, Entra and others really send.
struct ClientShapeTests {
    // MARK: Okta

    @Test func readsOktasCreation() throws {
        let read = try ResourceReader.create(
            json(
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local",
                "name":{"givenName":"Test","familyName":"User"},"emails":[{"primary":true,"value":"test.user@okta.local",
                "type":"work"}],"displayName":"Test User","locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],
                "password":"1mz050nq","active":true}
                """
            ),
            as: .user,
            profile: .okta
        )
        #expect(read.password?.expose() == "1mz050nq")
        #expect(read.role == .member)
        #expect(read.resource.text("externalId") == #""00ujl29u0le5T6Aj10h7""#)
        #expect(read.resource.text("password") == nil && read.resource.text("groups") == nil)
    }

    /// scim.md 2.1.4: the whole body, with id, meta and groups.
    @Test func readsOktasReplacement() throws {
        let current = try exampleUser()
        let read = try ResourceReader.replace(
            current,
            with: json(
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223-7f76-453a-919d-413861904646",
                "userName":"bjensen@example.com","name":{"givenName":"Another","familyName":"User"},
                "emails":[{"primary":true,"value":"bjensen@example.com","type":"work"}],"groups":[],
                "meta":{"resourceType":"User"},"password":null}
                """
            ),
            profile: .okta
        )
        #expect(read.resource.text("name") == #"{"givenName":"Another","familyName":"User"}"#)
        #expect(read.resource.text("title") == nil && read.resource.text(enterpriseURN) == nil)
        // Left out and kept: active and roles; read-only and kept: id, meta, groups.
        for name in ["active", "roles", "id", "meta", "groups"] {
            #expect(read.resource.text(name) == current.text(name), "\(name)")
        }
        #expect(read.password == nil && read.role == nil)
    }

    @Test(
        arguments: [
            // 5: deactivation without path, and repeated.
            (#"{"op":"replace","value":{"active":false}}"#, "active", "false" as String?),
            // 8: a rename repeats the id.
            (
                #"{"op":"replace","value":{"id":"2819c223-7f76-453a-919d-413861904646","displayName":"N"}}"#,
                "displayName", #""N""#
            ),
            (#"{"op":"replace","value":{"active":true}}"#, "active", "true"),
            // 9: numbers where strings belong.
            (#"{"op":"replace","path":"externalId","value":5017}"#, "externalId", #""5017""#),
            (
                #"{"op":"replace","path":"addresses[type eq \"work\"].postalCode","value":91608}"#, "addresses",
                #"[{"type":"work","locality":"Hollywood","country":"US","postalCode":"91608"}]"#
            ),
            // 9: roles as value and display.
            (
                #"{"op":"replace","path":"roles","value":[{"value":"auditor","display":"Auditor"}]}"#, "roles",
                #"[{"value":"auditor","display":"Auditor","primary":true}]"#
            ),
        ]
    )
    func readsOktasChanges(_ operation: String, attribute: String, expected: String?) throws {
        #expect(try exampleUser().patched(operation, .okta).resource.text(attribute) == expected)
    }

    /// scim.md 2.1.5: what is repeated changes nothing.
    @Test func repeatedDeactivationChangesNothing() throws {
        let deactivation = #"{"op":"replace","value":{"active":false}}"#
        let inactive = try exampleUser().patched(deactivation, .okta)
        #expect(inactive.isChanged && !inactive.resource.isActive)
        #expect(try !inactive.resource.patched(deactivation, .okta).isChanged)
    }

    /// scim.md 2.1.1, 2.1.2 and 2.1.7: the questions of enabling, assigning and importing.
    @Test(
        arguments: [
            ("startIndex=1&count=2", 1, 2, nil), ("startIndex=1&count=100", 1, 100, nil),
            ("startIndex=101&count=100", 101, 100, nil),
            (
                "filter=userName%20eq%20%22BJensen%40example.com%22&startIndex=1&count=100", 1, 100,
                ResourceDefinition.user
            ),
            ("filter=displayName%20eq%20%22tour%20guides%22&startIndex=1&count=100", 1, 100, .group),
        ] as [(String, Int, Int, ResourceDefinition?)]
    )
    func readsOktasQueries(_ query: String, start: Int, count: Int, finds definition: ResourceDefinition?) throws {
        let request = try ListRequest(FormQuery(query))
        #expect(request.paging == .index(start: start) && request.count == count)
        guard let definition else {
            #expect(request.filter == nil)
            return
        }
        let standing = definition == .user ? try exampleUser() : try exampleGroup()
        #expect(try CheckedFilter.parse(try #require(request.filter), for: definition).matches(standing))
    }

    /// scim.md 2.1.8: group push: made empty, renamed with its id, members out and in by one request, the whole list, a PUT.
    @Test func readsOktasGroupPush() throws {
        let schemas = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]"#
        let created = try ResourceReader.create(
            json(#"{\#(schemas),"displayName":"G","members":[]}"#),
            as: .group,
            profile: .okta
        ).resource
        #expect(created.text("members") == nil)
        var group = try exampleGroup().patched(
            #"{"op":"replace","value":{"id":"e9e30dba","displayName":"N"}},{"op":"remove","path":"members[value eq \"u1\"]"},{"op":"add","path":"members","value":[{"value":"u4","display":"four@okta.local"}]}"#,
            .okta
        ).resource
        #expect(group.text("displayName") == #""N""# && group.memberValues == ["u2", "u3", "u4"])
        group = try group.patched(#"{"op":"replace","path":"members","value":[{"value":"u9","display":"n"}]}"#, .okta)
            .resource
        #expect(group.memberValues == ["u9"])
        let put = try ResourceReader.replace(
            group,
            with: json(
                #"{\#(schemas),"id":"e9e30dba","displayName":"P","members":[{"value":"u1","display":"one"}],"meta":{"resourceType":"Group"}}"#
            ),
            profile: .okta
        ).resource
        #expect(put.memberValues == ["u1"] && put.id == "e9e30dba" && put.text("displayName") == #""P""#)
        #expect(
            refusal { _ = try group.patched(#"{"op":"replace","value":{"id":"another"}}"#, .okta) } == .patchReadOnly
        )
    }

    /// scim.md 2.1.9: the sample user has numbers for strings; a client without that habit is refused.
    @Test func readsNumbersForStringsFromOktaAlone() throws {
        let body = try json(
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x","externalId":12,"addresses":[{"postalCode":91608}]}"#
        )
        let read = try ResourceReader.create(body, as: .user, profile: .okta)
        #expect(read.resource.text("externalId") == #""12""#)
        #expect(read.report.list == [.numberAsString])
        #expect(refusal { _ = try ResourceReader.create(body, as: .user, profile: .strict) } == .valueType)
    }

    // MARK: Entra

    @Test func readsEntrasCreation() throws {
        let read = try ResourceReader.create(
            json(
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0User"],
                "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Test_User","active":"True",
                "emails":[{"primary":"True","type":"work","value":"t@example.com"}],"meta":{"resourceType":"User"},
                "name":{"formatted":"g f","familyName":"f","givenName":"g"},"roles":[],"addresses":null,"title":null,
                "department":null,"manager":null}
                """
            ),
            as: .user,
            profile: .entra
        )
        #expect(read.resource.text("userName") == #""Test_User""#)
        #expect(read.resource.text("active") == "true")
        #expect(read.resource.text("emails") == #"[{"primary":true,"type":"work","value":"t@example.com"}]"#)
        #expect(read.role == .lowest)
        #expect(read.report.list == [.booleanAsString, .unknownSchemaIgnored, .readOnlyIgnored])
    }

    /// The ADSCIM URN, which no data stands behind, and no members.
    @Test func readsEntrasGroup() throws {
        let read = try ResourceReader.create(
            json(
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",
                "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
                "externalId":"8aa1a0c0","displayName":"displayName","meta":{"resourceType":"Group"}}
                """
            ),
            as: .group,
            profile: .entra
        )
        #expect(read.resource.schemas == ["urn:ietf:params:scim:schemas:core:2.0:Group"])
        #expect(read.resource.memberValues == [])
    }

    @Test(
        arguments: [
            (#"{"op":"Replace","path":"displayName","value":"N"}"#, "displayName", #""N""# as String?),
            (
                #"{"op":"Replace","path":"emails[type eq \"work\"].value","value":"n@x"}"#, "emails",
                #"[{"value":"n@x","type":"work","primary":true},{"value":"babs@jensen.example","type":"home","primary":false}]"#
            ),
            (#"{"op":"Replace","path":"name.givenName","value":"N"}"#, "name.givenName", #""N""#),
            (#"{"op":"Replace","path":"externalId","value":"N"}"#, "externalId", #""N""#),
            (
                #"{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber","value":"N"}"#,
                "\(enterpriseURN):employeeNumber", #""N""#
            ),
            // Disable and enable by strings, and with the flag by booleans.
            (#"{"op":"Replace","path":"active","value":"False"}"#, "active", "false"),
            (#"{"op":"Replace","path":"active","value":"True"}"#, "active", "true"),
            (#"{"op":"replace","path":"active","value":false}"#, "active", "false"),
            // Manager: a bare id, without its URN, in an array, cleared by an empty string.
            (
                #"{"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"m2"}"#,
                "\(enterpriseURN):manager", #"{"value":"m2"}"#
            ),
            (#"{"op":"Replace","path":"manager","value":"m2"}"#, "\(enterpriseURN):manager", #"{"value":"m2"}"#),
            (
                #"{"op":"Replace","path":"manager","value":[{"$ref":"../Users/m2","value":"m2"}]}"#,
                "\(enterpriseURN):manager", #"{"$ref":"../Users/m2","value":"m2"}"#
            ),
            (
                #"{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager","value":"m2"}"#,
                "\(enterpriseURN):manager", #"{"value":"m2"}"#
            ),
            (
                #"{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":""}"#,
                "\(enterpriseURN):manager", nil
            ),
            (#"{"op":"Remove","path":"manager"}"#, "\(enterpriseURN):manager", nil),
            // Add and Replace on a value path that matches nothing.
            (
                #"{"op":"Add","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}"#, "phoneNumbers",
                #"[{"type":"mobile","value":"1"}]"#
            ),
            (
                #"{"op":"Replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}"#, "phoneNumbers",
                #"[{"type":"mobile","value":"1"}]"#
            ),
            (
                #"{"op":"Add","path":"addresses[type eq \"other\"].locality","value":"L"}"#, "addresses",
                #"[{"type":"work","locality":"Hollywood","country":"US"},{"type":"other","locality":"L"}]"#
            ),
            // The null update test: "" clears, then null keeps it cleared.
            (#"{"op":"Replace","path":"title","value":""},{"op":"Replace","path":"title","value":null}"#, "title", nil),
            (
                #"{"op":"Replace","path":"emails[type eq \"work\"].value","value":""}"#, "emails",
                #"[{"type":"work","primary":true},{"value":"babs@jensen.example","type":"home","primary":false}]"#
            ),
            (#"{"op":"Replace","path":"phoneNumbers[type eq \"work\"].value","value":""}"#, "phoneNumbers", nil),
            // With its flag: one replace without path, dotted and URN keys.
            (
                #"{"op":"replace","value":{"displayName":"N","name.givenName":"G","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"D","emails[type eq \"work\"].value":"n@x"}}"#,
                "name.givenName", #""G""#
            ),
        ]
    )
    func readsEntrasChanges(_ operation: String, attribute: String, expected: String?) throws {
        #expect(try exampleUser().patched(operation, .entra).resource.text(attribute) == expected)
    }

    /// scim.md 2.2: a test of the connection, matching, the manager's probe; flags in the query are nobody's business.
    @Test(
        arguments: [
            (#"filter=userName+eq+%227a0b4c2e-8d16-4a0f-9d3e-1c2b3a4d5e6f%22"#, false),
            ("filter=externalId+eq+jyoung", false), (#"filter=externalId+eq+%2200ujl29u0le5T6Aj10h7%22"#, true),
            (#"filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22BJensen%40example.com%22"#, true),
            (
                #"filter=urn%3Aietf%3Aparams%3Ascim%3Aschemas%3Aextension%3Aenterprise%3A2.0%3AUser%3AemployeeNumber+eq+%22701984%22"#,
                true
            ),
            ("attributes=id&filter=id+eq+2819c223-7f76-453a-919d-413861904646+and+manager+eq+26118915", true),
            ("aadOptscim062020&filter=userName+eq+%22BJENSEN@example.com%22", true),
        ]
    )
    func readsEntrasQueries(_ query: String, matches: Bool) throws {
        let request = try ListRequest(FormQuery(query))
        #expect(try CheckedFilter.parse(try #require(request.filter)).matches(exampleUser()) == matches)
    }

    /// scim.md 2.2: groups are looked for without their members.
    @Test func readsEntrasGroupQuery() throws {
        let request = try ListRequest(
            FormQuery("excludedAttributes=members&filter=displayName+eq+%22tour+guides%22")
        )
        #expect(try CheckedFilter.parse(try #require(request.filter), for: .group).matches(exampleGroup()))
        let projection = try Projection(
            attributes: request.attributes,
            excludedAttributes: request.excludedAttributes,
            for: .group
        )
        #expect(try exampleGroup().rendered(projection)["members"] == nil)
    }

    /// scim.md 2.2: members added with an empty address, removed by a value array, a rename.
    @Test func readsEntrasGroupChanges() throws {
        let group = try exampleGroup().patched(
            #"{"op":"Add","path":"members","value":[{"$ref":null,"value":"u4"}]},{"op":"Remove","path":"members","value":[{"$ref":null,"value":"u1"}]},{"op":"Replace","path":"displayName","value":"N"}"#,
            .entra
        ).resource
        #expect(group.memberValues == ["u2", "u3", "u4"] && group.text("displayName") == #""N""#)
        #expect(try exampleGroup().patched(#"{"op":"Remove","path":"members"}"#, .entra).membership.clearsFirst)
    }

    /// scim.md 2.2: an attribute of a customer's own under the core URN is unknown until a workspace has a schema for it.
    @Test func refusesUnknownAttributesUnderTheCoreURN() throws {
        let operation = #"{"op":"Add","path":"urn:ietf:params:scim:schemas:core:2.0:User:role","value":"x"}"#
        #expect(refusal { _ = try exampleUser().patched(operation, .entra) } == .pathUnknownAttribute)
    }

    /// The same shapes are refused from others.
    @Test(
        arguments: [
            (
                #"{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"m2"}"#,
                SCIMErrorCode.valueType
            ),
            (
                #"{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":[{"value":"m2"}]}"#,
                .valueType
            ),
            (#"{"op":"replace","path":"manager","value":{"value":"m2"}}"#, .pathUnknownAttribute),
            (#"{"op":"replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}"#, .patchNoTarget),
            (#"{"op":"add","path":"roles","value":[{"value":"{\"value\":\"admin\"}"}]}"#, .roleUnknown),
        ],
        [ClientProfile.strict, .okta]
    )
    func refusesEntrasFormsFromOthers(_ given: (String, SCIMErrorCode), profile: ClientProfile) throws {
        #expect(refusal { _ = try exampleUser().patched(given.0, profile) } == given.1)
    }

    /// Up to 36 operations in one request (scim.md 2.2).
    @Test func readsEntrasLongestRequest() throws {
        let paths = ["displayName", "title", "name.givenName", "name.familyName", "userType", "locale"]
        let operations = (0..<36).map { #"{"op":"Replace","path":"\#(paths[$0 % paths.count])","value":"v\#($0)"}"# }
        let result = try exampleUser().patched(operations.joined(separator: ","), .entra)
        #expect(result.resource.text("locale") == #""v35""#)
    }

    // MARK: Others

    /// OneLogin sends an object for an array.
    @Test func readsOneLoginsMail() throws {
        let read = try ResourceReader.create(
            json(
                #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x","emails":{"value":"a@b"}}"#
            ),
            as: .user
        )
        #expect(read.resource.text("emails") == #"[{"value":"a@b"}]"#)
        #expect(read.report.list == [.singleValueForArray])
    }

    /// Values come back unchanged: no phone number is reformatted (scim.md 2.2).
    @Test func keepsValuesAsTheyCame() throws {
        let result = try exampleUser().patched(
            #"{"op":"replace","path":"phoneNumbers","value":[{"value":" tel:+1-201-555-0123;ext=9 "}]},{"op":"replace","path":"userName","value":"ÅSE@Example.COM"}"#
        )
        #expect(result.resource.text("phoneNumbers") == #"[{"value":" tel:+1-201-555-0123;ext=9 "}]"#)
        #expect(result.resource.text("userName") == #""ÅSE@Example.COM""#)
    }
}
