import Encoding
import Secrets
import Testing

@testable import SCIM

/// scim.md 1.6: the rules of PATCH.
struct PatchTests {
    struct Change: Sendable, CustomTestStringConvertible {
        let operation: String
        let attribute: String
        let result: String?
        var profile = ClientProfile.strict
        var testDescription: String { operation }
    }

    /// attacks 5.6 #55: what is read.
    @Test(
        arguments: [
            // add: path optional; a single value is replaced; the operation and the keys in any case.
            Change(operation: #"{"op":"add","path":"title","value":"Chief"}"#, attribute: "title", result: #""Chief""#),
            Change(operation: #"{"op":"ADD","value":{"TITLE":"Chief"}}"#, attribute: "title", result: #""Chief""#),
            Change(operation: #"{"OP":"Add","PATH":"nickName","Value":"B"}"#, attribute: "nickName", result: #""B""#),
            // add: a complex value merges its sub-attributes.
            Change(
                operation: #"{"op":"add","path":"name","value":{"middleName":"J"}}"#,
                attribute: "name",
                result:
                    #"{"formatted":"Ms. Barbara J Jensen","familyName":"Jensen","givenName":"Barbara","middleName":"J"}"#
            ),
            // add: multi-valued appends; setting one primary ends the other's being it.
            Change(
                operation: #"{"op":"add","path":"emails","value":[{"value":"c@d","type":"other","primary":true}]}"#,
                attribute: "emails",
                result:
                    #"[{"value":"bjensen@example.com","type":"work","primary":false},{"value":"babs@jensen.example","type":"home","primary":false},{"value":"c@d","type":"other","primary":true}]"#
            ),
            // replace: a missing target acts as add.
            Change(
                operation: #"{"op":"replace","path":"nickName","value":"B"}"#,
                attribute: "nickName",
                result: #""B""#
            ),
            // replace: multi-valued without filter replaces the whole set.
            Change(
                operation: #"{"op":"replace","path":"emails","value":[{"value":"c@d"}]}"#,
                attribute: "emails",
                result: #"[{"value":"c@d"}]"#
            ),
            // replace: a value path replaces the matched element.
            Change(
                operation: #"{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"c@d","type":"home"}}"#,
                attribute: "emails",
                result: #"[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"c@d","type":"home"}]"#
            ),
            // replace: a value path with a sub-attribute replaces it in every match.
            Change(
                operation: #"{"op":"replace","path":"emails[value co \"@\"].display","value":"Mail"}"#,
                attribute: "emails",
                result:
                    #"[{"value":"bjensen@example.com","type":"work","primary":true,"display":"Mail"},{"value":"babs@jensen.example","type":"home","primary":false,"display":"Mail"}]"#
            ),
            // replace: complex keeps the sub-attributes that are not listed.
            Change(
                operation: #"{"op":"replace","path":"name","value":{"familyName":"J"}}"#,
                attribute: "name",
                result: #"{"formatted":"Ms. Barbara J Jensen","familyName":"J","givenName":"Barbara"}"#
            ),
            // primary through a value path clears the others.
            Change(
                operation: #"{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}"#,
                attribute: "emails",
                result:
                    #"[{"value":"bjensen@example.com","type":"work","primary":false},{"value":"babs@jensen.example","type":"home","primary":true}]"#
            ),
            // add on a value path that matches nothing makes the element, whoever asks.
            Change(
                operation: #"{"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+1 2"}"#,
                attribute: "phoneNumbers",
                result: #"[{"type":"mobile","value":"+1 2"}]"#
            ),
            Change(
                operation:
                    #"{"op":"add","path":"addresses[type eq \"home\" and primary eq true].locality","value":"Y"}"#,
                attribute: "addresses",
                result:
                    #"[{"type":"work","locality":"Hollywood","country":"US"},{"type":"home","primary":true,"locality":"Y"}]"#
            ),
            // remove: without a filter all, with one its matches, with a sub-attribute that of the matches.
            Change(operation: #"{"op":"remove","path":"emails"}"#, attribute: "emails", result: nil),
            Change(operation: #"{"op":"remove","path":"title"}"#, attribute: "title", result: nil),
            Change(operation: #"{"op":"remove","path":"nickName"}"#, attribute: "nickName", result: nil),
            Change(operation: #"{"op":"remove","path":"name.givenName"}"#, attribute: "name.givenName", result: nil),
            Change(
                operation: #"{"op":"remove","path":"emails[type eq \"work\"]"}"#,
                attribute: "emails",
                result: #"[{"value":"babs@jensen.example","type":"home","primary":false}]"#
            ),
            Change(
                operation: #"{"op":"remove","path":"addresses[type eq \"work\"].country"}"#,
                attribute: "addresses",
                result: #"[{"type":"work","locality":"Hollywood"}]"#
            ),
            Change(
                operation: #"{"op":"remove","path":"emails","value":[{"value":"BABS@jensen.example"}]}"#,
                attribute: "emails",
                result: #"[{"value":"bjensen@example.com","type":"work","primary":true}]"#
            ),
            // null clears.
            Change(operation: #"{"op":"replace","path":"title","value":null}"#, attribute: "title", result: nil),
            Change(operation: #"{"op":"replace","path":"emails","value":[]}"#, attribute: "emails", result: nil),
            Change(operation: #"{"op":"replace","value":{"title":null}}"#, attribute: "title", result: nil),
            Change(
                operation: #"{"op":"replace","path":"name","value":{"givenName":null}}"#,
                attribute: "name",
                result: #"{"formatted":"Ms. Barbara J Jensen","familyName":"Jensen"}"#
            ),
            // A value without path: nested objects, URN-keyed objects, dotted and URN-keyed members, value paths.
            Change(
                operation: #"{"op":"replace","value":{"name":{"givenName":"B"}}}"#,
                attribute: "name.givenName",
                result: #""B""#
            ),
            Change(
                operation: #"{"op":"replace","value":{"name.givenName":"B"}}"#,
                attribute: "name.givenName",
                result: #""B""#
            ),
            Change(
                operation:
                    #"{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"D"}}}"#,
                attribute: "\(enterpriseURN):division",
                result: #""D""#
            ),
            Change(
                operation:
                    #"{"op":"replace","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"1"}}"#,
                attribute: "\(enterpriseURN):employeeNumber",
                result: #""1""#
            ),
            Change(
                operation: #"{"op":"replace","value":{"emails[type eq \"home\"].value":"c@d"}}"#,
                attribute: "emails",
                result:
                    #"[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"c@d","type":"home","primary":false}]"#
            ),
            // A URN before a core attribute; an extension as a path by itself.
            Change(
                operation:
                    #"{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName","value":"B"}"#,
                attribute: "name.givenName",
                result: #""B""#
            ),
            Change(
                operation: #"{"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}"#,
                attribute: enterpriseURN,
                result: nil
            ),
            // A new manager does not keep the old one's address.
            Change(
                operation:
                    #"{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"m2"}"#,
                attribute: "\(enterpriseURN):manager",
                result: #"{"value":"m2"}"#
            ),
            // Booleans as strings are read everywhere.
            Change(
                operation: #"{"op":"replace","path":"active","value":"False"}"#,
                attribute: "active",
                result: "false"
            ),
            Change(
                operation: #"{"op":"replace","path":"active","value":"false"}"#,
                attribute: "active",
                result: "false"
            ),
            // A sub-attribute of all elements, and of none.
            Change(
                operation: #"{"op":"replace","path":"addresses.country","value":"DE"}"#,
                attribute: "addresses",
                result: #"[{"type":"work","locality":"Hollywood","country":"DE"}]"#
            ),
            Change(
                operation: #"{"op":"add","path":"ims.value","value":"x"}"#,
                attribute: "ims",
                result: #"[{"value":"x"}]"#
            ),
            // One object where an array belongs (OneLogin, scim.md 2.3).
            Change(
                operation: #"{"op":"replace","path":"emails","value":{"value":"c@d"}}"#,
                attribute: "emails",
                result: #"[{"value":"c@d"}]"#
            ),
        ]
    )
    func changesWhatTheOperationNames(_ change: Change) throws {
        let result = try exampleUser().patched(change.operation, change.profile)
        #expect(result.resource.text(change.attribute) == change.result)
    }

    /// attacks 5.6 #55, #56: what is refused.
    @Test(
        arguments: [
            // remove without a path; a path that matches nothing.
            (#"{"op":"remove"}"#, SCIMErrorCode.patchNoPath, SCIMErrorType.noTarget),
            (#"{"op":"remove","value":{"title":"x"}}"#, .patchNoPath, .noTarget),
            (#"{"op":"replace","path":"emails[type eq \"other\"].value","value":"x"}"#, .patchNoTarget, .noTarget),
            (#"{"op":"replace","path":"phoneNumbers[type eq \"work\"].value","value":"x"}"#, .patchNoTarget, .noTarget),
            (#"{"op":"remove","path":"emails[type eq \"other\"]"}"#, .patchNoTarget, .noTarget),
            (
                #"{"op":"add","path":"emails[type ne \"work\" and type ne \"home\"].value","value":"x"}"#,
                .patchNoTarget, .noTarget
            ),
            // readOnly and required.
            (#"{"op":"replace","path":"id","value":"x"}"#, .patchReadOnly, .mutability),
            (#"{"op":"replace","path":"meta.version","value":"x"}"#, .patchReadOnly, .mutability),
            (#"{"op":"remove","path":"meta"}"#, .patchReadOnly, .mutability),
            (#"{"op":"add","path":"groups","value":[{"value":"owners"}]}"#, .patchReadOnly, .mutability),
            (#"{"op":"remove","path":"groups[value eq \"x\"]"}"#, .patchReadOnly, .mutability),
            (#"{"op":"replace","value":{"id":"other"}}"#, .patchReadOnly, .mutability),
            (#"{"op":"replace","value":{"groups":[]}}"#, .patchReadOnly, .mutability),
            (#"{"op":"replace","path":"schemas","value":[]}"#, .patchReadOnly, .mutability),
            (
                #"{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName","value":"x"}"#,
                .patchReadOnly, .mutability
            ),
            (#"{"op":"remove","path":"userName"}"#, .patchRequired, .mutability),
            (#"{"op":"replace","path":"userName","value":null}"#, .patchRequired, .mutability),
            (#"{"op":"replace","path":"userName","value":""}"#, .valueRequired, .invalidValue),
            // Bad paths.
            (#"{"op":"replace","path":"","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":" title","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":5,"value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"unknown","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","path":"tïtle","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"title\u202e","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"\u212aey","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"title\u0000","value":"x"}"#, .bodyNotJSON, .invalidSyntax),
            (#"{"op":"replace","path":"title.","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (
                #"{"op":"replace","path":"emails[type eq \"work\"].value.x","value":"x"}"#, .pathUnknownAttribute,
                .invalidPath
            ),
            (#"{"op":"replace","path":"emails[type eq \"work\"][type pr]","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"emails[emails[type pr]]","value":"x"}"#, .pathSyntax, .invalidPath),
            // A condition that is well written and does not fit (RFC 7644 table 9: PATCH, path filter).
            (
                #"{"op":"replace","path":"emails[unknown pr].value","value":"x"}"#, .filterUnknownAttribute,
                .invalidFilter
            ),
            (#"{"op":"replace","path":"emails[primary gt true].value","value":"x"}"#, .filterOperator, .invalidFilter),
            (#"{"op":"replace","path":"emails[primary eq 1].value","value":"x"}"#, .filterValue, .invalidFilter),
            // What a condition contradicts itself in is no element's.
            (
                #"{"op":"add","path":"emails[type eq \"a\" and type eq \"b\"].value","value":"x"}"#, .patchNoTarget,
                .noTarget
            ),
            (#"{"op":"replace","path":"title.x","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","path":"name.first.second","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","path":"password.x","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","path":"manager","value":"x"}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","value":{"__proto__":{"x":1}}}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","value":{"unknown":1}}"#, .pathUnknownAttribute, .invalidPath),
            (#"{"op":"replace","path":"emails[type eq \"work\"","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"emails]","value":"x"}"#, .pathSyntax, .invalidPath),
            (#"{"op":"replace","path":"emails[type eq \"work\"]value","value":"x"}"#, .pathSyntax, .invalidPath),
            (
                #"{"op":"replace","path":"emails[type eq \"work\"].nothing","value":"x"}"#, .pathUnknownAttribute,
                .invalidPath
            ),
            (#"{"op":"replace","path":"title[value eq \"x\"]","value":"x"}"#, .pathFilter, .invalidPath),
            (#"{"op":"replace","path":"emails.value[type eq \"x\"]","value":"x"}"#, .pathFilter, .invalidPath),
            // Wrong types and missing values.
            (#"{"op":"replace","path":"active","value":"maybe"}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"active","value":1}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"active","value":[true]}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"active","value":null}"#, .valueNull, .invalidValue),
            (#"{"op":"replace","path":"title","value":5}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"title","value":{"x":1}}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"name","value":"Barbara"}"#, .valueType, .invalidValue),
            (#"{"op":"replace","path":"name","value":[{"givenName":"B"}]}"#, .valueType, .invalidValue),
            (#"{"op":"add","path":"title"}"#, .valueMissing, .invalidValue),
            (#"{"op":"replace"}"#, .valueMissing, .invalidValue),
            (#"{"op":"replace","value":"x"}"#, .valueType, .invalidValue),
            (#"{"op":"replace","value":{"title":"a","TITLE":"b"}}"#, .bodyAmbiguousMember, .invalidSyntax),
            (
                #"{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}"#,
                .valuePrimary, .invalidValue
            ),
            (#"{"op":"replace","path":"emails[value pr].primary","value":true}"#, .valuePrimary, .invalidValue),
            // The envelope.
            (#"{"op":"move","path":"title","value":"x"}"#, .patchOperation, .invalidSyntax),
            (#"{"path":"title","value":"x"}"#, .patchOperation, .invalidSyntax),
            (#"{"op":"add","OP":"remove","path":"title","value":"x"}"#, .bodyAmbiguousMember, .invalidSyntax),
            ("", .patchShape, .invalidSyntax), ("5", .patchShape, .invalidSyntax),
        ]
    )
    func refusesOperationsWithOneThingWrong(_ operation: String, code: SCIMErrorCode, type: SCIMErrorType) throws {
        let user = try exampleUser()
        #expect(refusal { _ = try user.patched(operation) } == code)
        #expect(code.entry.type == type && code.entry.status == 400)
    }

    @Test(
        arguments: [
            #"{"op":"replace","path":"title","value":"Guide"}"#,
            #"{"op":"add","path":"emails","value":[{"value":"bjensen@example.com","type":"work"}]}"#,
            #"{"op":"add","path":"emails","value":[{"value":"BJENSEN@EXAMPLE.COM","type":"work","primary":true}]},{"op":"replace","path":"emails[type eq \"work\"].value","value":"bjensen@example.com"}"#,
            #"{"op":"remove","path":"nickName"}"#,
            #"{"op":"replace","path":"nickName","value":"x"},{"op":"remove","path":"nickName"}"#,
            #"{"op":"replace","value":{"id":"2819c223-7f76-453a-919d-413861904646","meta":{"resourceType":"User"},"title":"Guide"}}"#,
            #"{"op":"add","value":{"name":{}}}"#, #"{"op":"replace","path":"active","value":"True"}"#,
            #"{"op":"replace","path":"roles","value":[{"value":"MEMBER"}]}"#,
            #"{"op":"remove","path":"emails","value":[]}"#, #"{"op":"add","path":"emails","value":null}"#,
        ]
    )
    func knowsANoOp(_ operations: String) throws {
        let user = try exampleUser()
        let result = try user.patched(operations)
        #expect(!result.isChanged && result.changedAttributes == [])
        #expect(result.resource == user)
    }

    /// attacks 5.6 #55: all operations or none.
    @Test func isAtomic() throws {
        let user = try exampleUser()
        #expect(throws: SCIMError(.patchReadOnly)) {
            try user.patched(#"{"op":"replace","path":"title","value":"X"},{"op":"replace","path":"id","value":"x"}"#)
        }
        #expect(user.text("title") == "\"Guide\"")
    }

    @Test func appliesInOrder() throws {
        let result = try exampleUser().patched(
            #"{"op":"remove","path":"emails"},{"op":"add","path":"emails","value":[{"value":"a"}]},"#
                + #"{"op":"replace","path":"emails[value eq \"a\"].value","value":"b"}"#
        )
        #expect(result.resource.text("emails") == #"[{"value":"b"}]"#)
        #expect(result.changedAttributes == ["emails"])
    }

    /// attacks 5.6 #55: ten thousand operations.
    @Test func boundsOperations() throws {
        let operations = { (count: Int) in
            Array(repeating: #"{"op":"replace","path":"title","value":"x"}"#, count: count).joined(separator: ",")
        }
        #expect(throws: Never.self) { try exampleUser().patched(operations(1000)) }
        #expect(refusal { _ = try patch(operations(1001)) } == .patchTooMany)
        #expect(refusal { _ = try patch(operations(10_000)) } == .patchTooMany)
        #expect(SCIMErrorCode.patchTooMany.entry.status == 413)
    }

    /// attacks 5.6 #56: a path of more than 256 bytes.
    @Test func boundsPaths() throws {
        let path = { (count: Int) in
            #"emails[type eq \""# + String(repeating: "x", count: count - 24) + #"\"].value"#
        }
        let user = try exampleUser()
        let operation = { (count: Int) in #"{"op":"add","path":"\#(path(count))","value":"x"}"# }
        #expect(throws: Never.self) { try user.patched(operation(256)) }
        #expect(refusal { _ = try user.patched(operation(257)) } == .pathTooLong)
    }

    @Test(arguments: [#"{"Operations":[{"op":"remove","path":"title"}]}"#, #"{"schemas":null,"Operations":[]}"#])
    func refusesABodyWithoutSchemas(_ body: String) {
        #expect(refusal { _ = try PatchRequest(json(body)) } == .bodySchemasMissing)
    }

    @Test func refusesABodyOfAnotherMessage() {
        #expect(
            refusal {
                _ = try PatchRequest(json(#"{"schemas":["urn:x:y"],"Operations":[{"op":"remove","path":"title"}]}"#))
            } == .bodySchemasWrong
        )
    }

    /// A password is taken, and stands nowhere in the resource.
    @Test func keepsThePasswordApart() throws {
        let result = try exampleUser().patched(#"{"op":"replace","path":"password","value":"t1meMa$heen"}"#)
        #expect(result.password?.expose() == "t1meMa$heen")
        #expect(result.changedAttributes == ["password"])
        #expect(!JSONValue.object(result.resource.rendered()).text.contains("t1meMa"))
        #expect(!"\(result)".contains("t1meMa"))
    }

    /// Immutable: settable once (RFC 7643 section 7), in an extension of a workspace's own.
    @Test func settlesImmutableAttributesOnce() throws {
        let own = SCIMSchema(
            id: "urn:example:own:1.0:User",
            name: "Own",
            text: "",
            attributes: [SchemaAttribute("badge", "A badge.", mutability: .immutable)]
        )
        let definition = ResourceDefinition.user(extensions: [own])
        let user = try ResourceReader.stored(json(#"{"userName":"x"}"#), as: definition)
        let set = #"{"op":"add","path":"urn:example:own:1.0:User:badge","value":"1"}"#
        let result = try user.patched(set)
        #expect(result.resource.text("urn:example:own:1.0:User:badge") == #""1""#)
        #expect(try !result.resource.patched(set).isChanged)
        for operation in [
            #"{"op":"replace","path":"urn:example:own:1.0:User:badge","value":"2"}"#,
            #"{"op":"remove","path":"urn:example:own:1.0:User:badge"}"#,
            #"{"op":"remove","path":"urn:example:own:1.0:User"}"#,
            #"{"op":"replace","path":"urn:example:own:1.0:User:badge","value":null}"#,
        ] {
            #expect(refusal { _ = try result.resource.patched(operation) } == .patchImmutable)
        }
    }
}
