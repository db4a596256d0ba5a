import Encoding
import Testing

@testable import SCIM

/// scim.md 1.2: a workspace's own schema, whose characteristics hold whatever way leads to an attribute.
struct WorkspaceExtensionTests {
    private static let urn = "urn:example:own:1.0:User"
    private static let schema = SCIMSchema(
        id: urn,
        name: "Own",
        text: "",
        attributes: [
            SchemaAttribute("pin", "", mutability: .writeOnly, returned: .never),
            SchemaAttribute("seat", "", mutability: .readOnly),
            SchemaAttribute("weight", "", .decimal), SchemaAttribute("since", "", .dateTime),
            SchemaAttribute("tags", "", multiValued: true, mutability: .immutable),
            SchemaAttribute(
                "badge",
                "",
                .complex,
                mutability: .immutable,
                subAttributes: [SchemaAttribute("value", ""), SchemaAttribute("colour", "")]
            ),
            SchemaAttribute(
                "desk",
                "",
                .complex,
                subAttributes: [
                    SchemaAttribute("value", ""), SchemaAttribute("floor", "", mutability: .immutable),
                    SchemaAttribute("colour", ""), SchemaAttribute("area", "", .integer, mutability: .readOnly),
                ]
            ),
            SchemaAttribute(
                "keys",
                "",
                .complex,
                multiValued: true,
                subAttributes: [
                    SchemaAttribute("value", ""), SchemaAttribute("type", ""),
                    SchemaAttribute("master", "", .boolean, mutability: .readOnly),
                ]
            ),
        ]
    )
    private static let definition = ResourceDefinition.user(extensions: [schema])

    private func user() throws -> SCIMResource {
        try ResourceReader.stored(
            json(
                """
                {"userName":"x","active":true,"roles":[{"value":"member"}],
                "\(Self.urn)":{"seat":"7","tags":["a"],"badge":{"value":"1","colour":"red"},
                "desk":{"value":"d","floor":"2","colour":"oak","area":3},
                "keys":[{"value":"k","type":"door","master":false}]}}
                """
            ),
            as: Self.definition
        )
    }

    private func operation(_ kind: String, _ path: String, _ value: String? = nil) -> String {
        let path = path.replacing("\"", with: "\\\"")
        return #"{"op":"\#(kind)","path":"\#(Self.urn):\#(path)"\#(value.map { ",\"value\":\($0)" } ?? "")}"#
    }

    @Test func canBeOffered() throws {
        #expect(throws: Never.self) { try Self.schema.checkAsExtension() }
    }

    /// attacks 5.6 #56: a secret of the workspace's own is not the person's password.
    @Test func writingASecretSetsNoPassword() throws {
        let result = try user().patched(operation("replace", "pin", #""1234""#))
        #expect(result.password == nil)
        #expect(result.changedAttributes == ["\(Self.urn):pin"])
        #expect(!JSONValue.object(result.resource.rendered()).text.contains("1234"))
        // attacks 5.6 #59: and it is not to be guessed by a filter.
        #expect(
            refusal { _ = try CheckedFilter.parse("\(Self.urn):pin sw \"1\"", for: Self.definition) }
                == .filterSecretAttribute
        )
    }

    /// attacks 5.6 #55: what is read only, by any path.
    @Test func readOnlyAttributesStay() throws {
        for refused in [
            operation("replace", "seat", #""8""#), operation("remove", "seat"),
            operation("replace", "desk.area", "4"),
            operation("add", "keys[value eq \"z\" and master eq true].type", #""x""#),
            operation("replace", "keys[value eq \"k\"].master", "true"),
            #"{"op":"replace","value":{"\#(Self.urn)":{"seat":"8"}}}"#,
        ] {
            #expect(refusal { _ = try user().patched(refused) } == .patchReadOnly, "\(refused)")
        }
        // Ignored where a client may send back what it has read.
        let kept = try user().patched(operation("add", "desk", #"{"area":9,"colour":"ash"}"#)).resource
        #expect(kept.text("\(Self.urn):desk") == #"{"value":"d","floor":"2","colour":"ash","area":3}"#)
    }

    /// Removing the extension leaves what is read only and is refused where something immutable stands.
    @Test func removalOfTheWholeExtension() throws {
        let removal = #"{"op":"remove","path":"\#(Self.urn)"}"#
        #expect(refusal { _ = try user().patched(removal) } == .patchImmutable)
        let plain = try ResourceReader.stored(
            json(#"{"userName":"x","\#(Self.urn)":{"seat":"7","weight":1.5}}"#),
            as: Self.definition
        )
        #expect(try plain.patched(removal).resource.text(Self.urn) == #"{"seat":"7"}"#)
    }

    /// attacks 5.6 #55: immutable is settable once, as a whole, in part, and by elements.
    @Test func immutableAttributesAreSetOnce() throws {
        for refused in [
            operation("add", "tags", #"["b"]"#), operation("replace", "tags", #"["b"]"#), operation("remove", "tags"),
            operation("remove", "tags", #"["a"]"#), operation("replace", "badge.colour", #""blue""#),
            operation("add", "badge", #"{"colour":"blue"}"#), operation("remove", "badge.colour"),
            operation("remove", "badge"), operation("replace", "desk.floor", #""3""#),
            operation("remove", "desk.floor"),
            operation("replace", "desk", #"{"floor":null}"#),
        ] {
            #expect(refusal { _ = try user().patched(refused) } == .patchImmutable, "\(refused)")
        }
        for unchanged in [
            operation("add", "tags", #"["a"]"#), operation("replace", "badge", #"{"colour":"red"}"#),
            operation("replace", "desk.floor", #""2""#),
        ] {
            #expect(try !user().patched(unchanged).isChanged, "\(unchanged)")
        }
        let fresh = try ResourceReader.stored(json(#"{"userName":"x"}"#), as: Self.definition)
        let set = try fresh.patched(operation("add", "tags", #"["a","b"]"#)).resource
        #expect(set.text("\(Self.urn):tags") == #"["a","b"]"#)
    }

    /// A value that changes takes along only what is derived from it.
    @Test func aNewValueKeepsWhatDoesNotFollowFromIt() throws {
        let moved = try user().patched(operation("replace", "desk", #"{"value":"e"}"#)).resource
        #expect(moved.text("\(Self.urn):desk") == #"{"value":"e","floor":"2","colour":"oak"}"#)
    }

    /// attacks 5.6 #62: numbers and dates have bounds as texts have.
    @Test func boundsNumbersAndDates() throws {
        let digits = String(repeating: "0", count: 5000)
        #expect(refusal { _ = try user().patched(operation("add", "weight", "1.\(digits)")) } == .valueTooLong)
        #expect(
            refusal { _ = try user().patched(operation("add", "since", "\"2024-01-01T00:00:00.\(digits)Z\"")) }
                == .valueTooLong
        )
        let number = #"{"op":"replace","path":"title","value":1\#(digits)}"#
        #expect(refusal { _ = try user().patched(number, .okta) } == .valueTooLong)
    }

    /// The longest names that a schema may have still fit a path.
    @Test func theLongestNamesFitAPath() throws {
        let name = String(repeating: "n", count: 64)
        let schema = { (urn: String) in
            SCIMSchema(
                id: urn,
                name: "Long",
                text: "",
                attributes: [SchemaAttribute(name, "", .complex, subAttributes: [SchemaAttribute(name, "")])]
            )
        }
        let urn = { (count: Int) in "urn:example:" + String(repeating: "u", count: count - 12) }
        let longest = schema(urn(126))
        #expect(throws: Never.self) { try longest.checkAsExtension() }
        #expect(refusal { try schema(urn(127)).checkAsExtension() } == .extensionSchema)
        let user = try ResourceReader.stored(json(#"{"userName":"x"}"#), as: .user(extensions: [longest]))
        #expect(
            try user.patched(#"{"op":"add","path":"\#(urn(126)):\#(name).\#(name)","value":"v"}"#).resource
                .text("\(urn(126)):\(name)") == #"{"\#(name)":"v"}"#
        )
    }

    @Test func refusesComplexAttributesWithNothingInThem() {
        for attribute in [
            SchemaAttribute("a", "", .complex), SchemaAttribute("a", "", subAttributes: [SchemaAttribute("b", "")]),
        ] {
            let schema = SCIMSchema(id: "urn:x:y", name: "X", text: "", attributes: [attribute])
            #expect(refusal { try schema.checkAsExtension() } == .extensionSchema)
        }
    }
}
