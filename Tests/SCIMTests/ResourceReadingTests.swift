import Encoding
import Testing

@testable import SCIM

/// scim.md 1.2 and 1.7: how bodies become resources.
struct ResourceReadingTests {
    private static let user = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]"#

    private static func create(_ members: String, _ profile: ClientProfile = .strict) throws -> ReadResource {
        try ResourceReader.create(json("{\(user),\(members)}"), as: .user, profile: profile)
    }

    /// Null, an empty array and absent are one state.
    @Test(arguments: [
        "", #""title":null,"#, #""emails":[],"#, #""name":{},"#, #""name":{"givenName":null},"#, #""emails":[null],"#,
    ])
    func readsUnassignedAsAbsent(_ members: String) throws {
        let read = try Self.create(#"\#(members)"userName":"x""#)
        #expect(
            JSONValue.object(read.resource.attributes).text
                == #"{"userName":"x","active":true,"roles":[{"value":"member","display":"Member","primary":true}]}"#
        )
    }

    /// Names and URNs without case.
    @Test func readsNamesWithoutCase() throws {
        let read = try ResourceReader.create(
            json(
                """
                {"SCHEMAS":["URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER"],"USERNAME":"X","Emails":[{"Primary":true,"VALUE":"a"}],
                "URN:ietf:params:scim:schemas:extension:enterprise:2.0:USER":{"Department":"bob","Manager":{"Value":"S"}}}
                """
            ),
            as: .user
        )
        #expect(read.resource.text("userName") == #""X""#)
        #expect(read.resource.text("emails") == #"[{"primary":true,"value":"a"}]"#)
        #expect(read.resource.text(enterpriseURN) == #"{"department":"bob","manager":{"value":"S"}}"#)
        #expect(read.report.list == [.extensionNotInSchemas])
    }

    /// attacks 5.6 #50: what a client may not set is not set, however it is spelled; duplicates by case are refused.
    @Test func ignoresWhatAClientMayNotSet() throws {
        let read = try Self.create(
            #""userName":"x","id":"bulkId","ID2":"y","Meta":{"version":"W/\"9\""},"GROUPS":[{"value":"owners"}],"deleted_at":"now","sequence":1,"is_owner":true,"urn:x:y:z":{"a":1},"__proto__":{"x":1}"#
        )
        #expect(read.resource.attributes.members.map(\.name) == ["userName", "active", "roles"])
        #expect(read.report.list == [.unknownAttributeIgnored, .readOnlyIgnored])
        for roles in [#""roles":[{"value":"owner"}]"#, #""Roles":[{"VALUE":"owner"}]"#, #""ROLES":["owner"]"#] {
            #expect(refusal { _ = try Self.create(#""userName":"x",\#(roles)"#, .entra) } == .roleOwner)
        }
    }

    @Test(
        arguments: [
            (#""userName":"x","USERNAME":"y""#, SCIMErrorCode.bodyAmbiguousMember),
            (#""userName":"x","name":{"givenName":"a","GivenName":"b"}"#, .bodyAmbiguousMember),
            (#""userName":"x","roles":[],"Roles":[{"value":"admin"}]"#, .bodyAmbiguousMember),
            (#""title":"x""#, .valueRequired), (#""userName":"""#, .valueRequired),
            (#""userName":null"#, .valueRequired),
            (#""userName":5"#, .valueType), (#""userName":["x"]"#, .valueType),
            // attacks 5.6 #54: documented forms only; never true by default.
            (#""userName":"x","active":null"#, .valueNull), (#""userName":"x","active":"yes""#, .valueType),
            (#""userName":"x","active":"TRUE""#, .valueType), (#""userName":"x","active":"" "#, .valueType),
            (#""userName":"x","active":1"#, .valueType), (#""userName":"x","active":[true]"#, .valueType),
            (#""userName":"x","active":{"value":true}"#, .valueType),
            (#""userName":"x","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]"#, .valuePrimary),
            (#""userName":"x","roles":["admin"]"#, .valueType),
            (#""userName":"x","roles":[{"value":"admin","primary":"maybe"}]"#, .valueType),
            (#""userName":"x","emails":["a"]"#, .valueType), (#""userName":"x","emails":5"#, .valueType),
            (#""userName":"x","x509Certificates":[{"value":"not base64!"}]"#, .valueType),
            (#""userName":"x","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":5"#, .valueType),
        ]
    )
    func refusesBodiesWithOneThingWrong(_ members: String, code: SCIMErrorCode) {
        #expect(refusal { _ = try Self.create(members) } == code)
    }

    @Test(
        arguments: [
            ("{}", SCIMErrorCode.bodySchemasMissing), (#"{"schemas":[],"userName":"x"}"#, .bodySchemasMissing),
            (#"{"schemas":null,"userName":"x"}"#, .bodySchemasMissing), (#"{"userName":"x"}"#, .bodySchemasMissing),
            (#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"userName":"x"}"#, .bodySchemasWrong),
        ]
    )
    func requiresSchemas(_ body: String, code: SCIMErrorCode) {
        #expect(refusal { _ = try ResourceReader.create(json(body), as: .user) } == code)
    }

    /// userName keeps its case; an extension that ends up empty goes with its URN.
    @Test func keepsCaseAndLeavesOutEmptyExtensions() throws {
        let read = try ResourceReader.create(
            json(
                """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","\(enterpriseURN)"],"userName":"BJensen",
                "\(enterpriseURN)":{"department":null,"manager":{}}}
                """
            ),
            as: .user
        )
        #expect(read.resource.text("userName") == #""BJensen""#)
        #expect(read.resource.schemas == [SCIMSchema.user.id])
        #expect(read.resource.rendered()["schemas"]?.strings == [SCIMSchema.user.id])
    }

    /// attacks 5.6 #65: a PUT clears what it leaves out, and neither what the server keeps nor who the resource is.
    @Test func replacementClearsAndKeeps() throws {
        let current = try exampleUser()
        let read = try ResourceReader.replace(
            current,
            with: json(#"{\#(Self.user),"id":"another","userName":"new","roles":[]}"#)
        )
        #expect(read.resource.id == current.id)
        #expect(
            read.resource.attributes.members.map(\.name).sorted() == [
                "active", "groups", "id", "meta", "roles", "userName",
            ]
        )
        // An empty `roles` is the lowest role, one left out stays.
        #expect(read.role == .member)
        #expect(
            refusal { _ = try ResourceReader.replace(current, with: json(#"{\#(Self.user),"title":"x"}"#)) }
                == .valueRequired
        )
    }

    @Test func replacementMustRepeatWhatIsImmutable() throws {
        let own = SCIMSchema(
            id: "urn:example:own:1.0:User",
            name: "Own",
            text: "",
            attributes: [SchemaAttribute("badge", "A badge.", mutability: .immutable)]
        )
        let current = try ResourceReader.stored(
            json(#"{"userName":"x","urn:example:own:1.0:User":{"badge":"1"}}"#),
            as: .user(extensions: [own])
        )
        let replace = { (badge: String) in
            try ResourceReader.replace(current, with: json(#"{\#(Self.user),"userName":"x"\#(badge)}"#))
        }
        #expect(throws: Never.self) { try replace(#","urn:example:own:1.0:User":{"badge":"1"}"#) }
        #expect(refusal { _ = try replace(#","urn:example:own:1.0:User":{"badge":"2"}"#) } == .replaceImmutable)
        #expect(refusal { _ = try replace("") } == .replaceImmutable)
    }

    /// attacks 5.6 #70: one line is one line, by bytes; what a printer can escape is kept as it came.
    @Test(
        arguments: [#"a\r\nb"#, #"a\nb"#, #"a\rb"#, #"a\tb"#, #"a\u001bb"#, #"a\u007fb"#, #"a\u0085b"#, #"a\u2028b"#]
    )
    func refusesLineBreaksInALine(_ text: String) {
        #expect(refusal { _ = try Self.create(#""userName":"x","displayName":"\#(text)""#) } == .valueControlCharacter)
    }

    /// attacks 5.6 #70: HTML, formulas and quotation marks are a printer's to escape.
    @Test(arguments: ["<script>alert(1)</script>", "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "O'Malley", "名前 😀"])
    func keepsWhatPrintersEscape(_ text: String) throws {
        let read = try Self.create(#""userName":"x","displayName":"\#(text)""#)
        #expect(read.resource.value(of: try #require(SCIMSchema.user.attribute(named: "displayName")))?.string == text)
    }

    @Test func takesLineBreaksInAddresses() throws {
        let read = try Self.create(#""userName":"x","addresses":[{"formatted":"9132 Jennifer Way\r\nSouth Nancy"}]"#)
        #expect(read.resource.text("addresses") == #"[{"formatted":"9132 Jennifer Way\r\nSouth Nancy"}]"#)
    }

    /// attacks 5.6 #62: size, depth, duplicate members, other encodings.
    @Test func boundsBodies() throws {
        let refused: [([UInt8], SCIMErrorCode)] = [
            (Array(repeating: 0x20, count: (1 << 20) + 1), .bodyTooLarge),
            (Array((String(repeating: "[", count: 17) + String(repeating: "]", count: 17)).utf8), .bodyNotJSON),
            (Array(#"{"a":1,"a":2}"#.utf8), .bodyNotJSON), (Array(#"{"a":1,"\u0061":2}"#.utf8), .bodyNotJSON),
            (
                Array("{}".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }),
                .bodyNotJSON
            ),
            ([0xEF, 0xBB, 0xBF] + Array("{}".utf8), .bodyNotJSON), (Array("{} x".utf8), .bodyNotJSON),
            ([], .bodyNotJSON),
            (Array("[]".utf8), .bodyNotObject), (Array("null".utf8), .bodyNotObject),
        ]
        for (bytes, code) in refused { #expect(refusal { _ = try SCIMBody.object(bytes) } == code) }
        #expect(SCIMErrorCode.bodyTooLarge.entry.status == 413)
        #expect(
            refusal { _ = try Self.create(#""userName":"\#(String(repeating: "x", count: 4097))""#) } == .valueTooLong
        )
        let emails = Array(repeating: #"{"value":"a"}"#, count: 201).joined(separator: ",")
        #expect(refusal { _ = try Self.create(#""userName":"x","emails":[\#(emails)]"#) } == .valueTooMany)
    }

    /// Reading what was rendered gives the same resource.
    @Test func readsBackItsOwnRendering() throws {
        for resource in [try exampleUser(), try exampleGroup()] {
            let rendered = resource.rendered()
            #expect(try ResourceReader.stored(rendered, as: resource.definition) == resource)
            #expect(
                try ResourceReader.definition(of: rendered, among: [.user, .group, .role]).name
                    == resource.definition.name
            )
        }
    }
}
