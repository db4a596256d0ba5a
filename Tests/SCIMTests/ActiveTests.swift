import Encoding
import Testing

@testable import SCIM

/// Decision record 20: whether a person may sign in is never left to a guess. attacks 5.6 #54.
struct ActiveTests {
    private static let schemas = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]"#

    private func inactiveUser() throws -> SCIMResource {
        try exampleUser().patched(#"{"op":"replace","path":"active","value":false}"#).resource
    }

    @Test(arguments: [
        ("", true), (#","active":true"#, true), (#","active":false"#, false), (#","ACTIVE":"False""#, false),
    ])
    func aNewUserIsActiveUnlessTheBodySaysOtherwise(_ member: String, expected: Bool) throws {
        let read = try ResourceReader.create(json(#"{\#(Self.schemas),"userName":"x"\#(member)}"#), as: .user)
        #expect(read.resource.isActive == expected)
        #expect(read.resource.text("active") == "\(expected)")
    }

    /// Removal leaves no value (RFC 7644 section 3.5.2.2), and no value lets nobody in: neither one who could sign in nor
    /// one who could not.
    @Test func removingActiveActivatesNobody() throws {
        let removal = #"{"op":"remove","path":"active"}"#
        for user in [try exampleUser(), try inactiveUser()] {
            let result = try user.patched(removal)
            #expect(!result.resource.isActive)
            #expect(result.resource.text("active") == nil && result.changedAttributes == ["active"])
            // Once it is gone, a PUT without it does not bring it back, and a second removal changes nothing.
            let replaced = try ResourceReader.replace(
                result.resource,
                with: json(#"{\#(Self.schemas),"userName":"x"}"#)
            )
            #expect(!replaced.resource.isActive)
            #expect(try !result.resource.patched(removal).isChanged)
        }
    }

    /// No other way of clearing it is taken: only a true says that somebody may sign in.
    @Test(
        arguments: [
            #"{"op":"replace","path":"active","value":null}"#, #"{"op":"add","path":"active","value":null}"#,
            #"{"op":"replace","value":{"active":null}}"#, #"{"op":"replace","path":"active","value":""}"#,
            #"{"op":"replace","path":"active","value":[]}"#, #"{"op":"replace","path":"active","value":["True"]}"#,
            #"{"op":"replace","path":"active","value":{"value":true}}"#, #"{"op":"replace","path":"active","value":1}"#,
            #"{"op":"replace","path":"active","value":"TRUE"}"#, #"{"op":"replace","path":"active","value":"yes"}"#,
            #"{"op":"replace","path":"active","value":"true "}"#,
            #"{"op":"replace","path":"active.value","value":true}"#,
        ],
        ClientProfile.allCases
    )
    func refusesOtherForms(_ operation: String, profile: ClientProfile) throws {
        let user = try inactiveUser()
        #expect(refusal { _ = try user.patched(operation, profile) } != nil)
    }

    @Test(arguments: ["true", #""True""#, #""true""#])
    func readsTheDocumentedForms(_ value: String) throws {
        let user = try inactiveUser()
        #expect(try user.patched(#"{"op":"replace","path":"active","value":\#(value)}"#).resource.isActive)
    }

    /// A PUT that leaves it out keeps it (scim.md 1.7); null is refused there too.
    @Test func aReplacementWithoutItKeepsIt() throws {
        let body = { (member: String) in try json(#"{\#(Self.schemas),"userName":"x"\#(member)}"#) }
        #expect(try ResourceReader.replace(exampleUser(), with: body("")).resource.isActive)
        #expect(try !ResourceReader.replace(inactiveUser(), with: body("")).resource.isActive)
        #expect(try ResourceReader.replace(inactiveUser(), with: body(#","active":true"#)).resource.isActive)
        #expect(
            refusal { _ = try ResourceReader.replace(exampleUser(), with: body(#","active":null"#)) } == .valueNull
        )
    }
}
