import Encoding
import Testing

@testable import SCIM

/// What must hold of any PATCH, over random operations that are mostly well formed.
struct PatchPropertyTests {
    private static let values = [
        #""x""#, #""""#, "null", "true", #""False""#, "5", "[]", "{}", #"{"value":"a@b","type":"work"}"#,
        #"[{"value":"a@b","type":"home","primary":true}]"#, #"[{"value":"bjensen@example.com"},{"value":"c@d"}]"#,
        #"{"givenName":"G","familyName":null}"#, #"[{"value":"admin"}]"#, #"{"value":"m","$ref":"../Users/m"}"#,
        #"[{"type":"work","locality":"L"},{"locality":"L","type":"work"}]"#,
        #"{"displayName":"D","name.givenName":"G","emails[type eq \"work\"].value":"n@x","active":"True"}"#,
    ]
    private static let paths = [
        "title", "active", "name", "name.givenName", "emails", "emails.type", "emails.value", "emails.primary",
        #"emails[type eq \"work\"]"#, #"emails[type eq \"work\"].value"#, #"emails[value pr].value"#,
        #"emails[value co \"@\"].primary"#, #"emails[not (type eq \"home\")]"#, #"phoneNumbers[type eq \"fax\"].value"#,
        #"addresses[type eq \"work\"].country"#, "addresses", "roles", #"roles[primary eq \"True\"].value"#,
        "\(enterpriseURN)", "\(enterpriseURN):manager", "\(enterpriseURN):manager.value", "\(enterpriseURN):department",
        "userName", "password", "externalId", "x509Certificates",
    ]

    private func operations(using randomness: inout SeededRandomness) -> String {
        (0..<Int.random(in: 1...4, using: &randomness)).map { _ in
            let kind = ["add", "replace", "replace", "remove"].randomElement(using: &randomness) ?? "add"
            let value = Self.values.randomElement(using: &randomness) ?? "null"
            let path = Self.paths.randomElement(using: &randomness) ?? "title"
            if Int.random(in: 0..<8, using: &randomness) == 0 { return #"{"op":"\#(kind)","value":\#(value)}"# }
            return #"{"op":"\#(kind)","path":"\#(path)"\#(kind == "remove" ? "" : ",\"value\":\(value)")}"#
        }.joined(separator: ",")
    }

    /// What a PATCH leaves reads back as it is rendered, `changedAttributes` is empty exactly for a no-op, nothing unassigned
    /// is kept, and what no client may write stays.
    @Test(arguments: ClientProfile.allCases)
    func holdsOfAnyPatch(_ profile: ClientProfile) throws {
        var randomness = SeededRandomness(seed: 55)
        let before = try exampleUser()
        var accepted = 0
        for _ in 0..<6000 {
            let operations = operations(using: &randomness)
            let request = try patch(operations)
            guard let result = try? before.patched(by: request, profile: profile) else { continue }
            accepted += 1
            let after = result.resource
            let readBack = try? ResourceReader.stored(after.rendered(), as: .user)
            #expect(readBack == after, "\(operations)")
            #expect((after == before) == result.changedAttributes.filter { $0 != "password" }.isEmpty, "\(operations)")
            for name in ["id", "meta", "groups"] { #expect(after.text(name) == before.text(name), "\(operations)") }
            #expect(after.text("userName") != nil && RoleWrite.role(of: after) != nil)
            for email in after.attributes["emails"]?.array ?? [] { #expect(email.object?.isEmpty == false) }
            let primaries = (after.attributes["emails"]?.array ?? []).filter { $0.object?["primary"]?.bool == true }
            #expect(primaries.count <= 1, "\(operations)")
        }
        #expect(accepted > 500)
    }

    /// scim.md 1.6: two elements that a write makes one are one afterwards.
    @Test(
        arguments: [
            (#"{"op":"replace","path":"emails[value pr]","value":{"value":"x"}}"#, "emails", #"[{"value":"x"}]"#),
            (
                #"{"op":"replace","path":"emails.type","value":"work"},{"op":"replace","path":"emails.value","value":"x"}"#,
                "emails", #"[{"value":"x","type":"work","primary":true}]"#
            ),
            (
                #"{"op":"remove","path":"emails.value"},{"op":"remove","path":"emails.type"}"#, "emails",
                #"[{"primary":true}]"#
            ),
            // The order in which a client writes the parts of an address does not make it another.
            (
                #"{"op":"add","path":"addresses","value":[{"country":"US","locality":"Hollywood","type":"work"}]}"#,
                "addresses", #"[{"type":"work","locality":"Hollywood","country":"US"}]"#
            ),
        ]
    )
    func leavesNoTwoThatAreOne(_ operations: String, attribute: String, expected: String) throws {
        #expect(try exampleUser().patched(operations).resource.text(attribute) == expected)
    }
}
