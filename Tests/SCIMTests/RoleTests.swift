import Encoding
import Testing

@testable import SCIM

/// scim.md 5, roles: exactly one, from five shapes of Entra and Okta's.
struct RoleTests {
    @Test(
        arguments: [
            // (b) a JSON text as value.
            (
                #"{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"18d14569\",\"value\":\"admin\",\"displayName\":\"Admin\"}"}]}"#,
                "admin"
            ),
            // (c) sub-attributes below a filter that holds the string True.
            (#"{"op":"Add","path":"roles[primary eq \"True\"].value","value":"admin"}"#, "admin"),
            (
                #"{"op":"Replace","path":"roles[primary eq \"True\"].value","value":"auditor"},{"op":"Replace","path":"roles[primary eq \"True\"].display","value":"Auditor"},{"op":"Replace","path":"roles[primary eq \"True\"].type","value":"WindowsAzureActiveDirectoryRole"}"#,
                "auditor"
            ),
            (#"{"op":"Replace","path":"roles[primary eq \"True\"].display","value":"MANAGER"}"#, "manager"),
            // (d) additions that never remove, elements with id and displayName: a move.
            (
                #"{"op":"Add","path":"roles","value":[{"id":"18d1","value":"manager","displayName":"Manager","primary":false}]}"#,
                "manager"
            ),
            (#"{"op":"Add","path":"roles","value":[{"id":"18d1","value":"18d1","displayName":"Manager"}]}"#, "manager"),
            // (e) the full array, or an empty one.
            (#"{"op":"replace","path":"roles","value":[{"value":"ADMIN"}]}"#, "admin"),
            (
                #"{"op":"add","path":"roles","value":[{"value":"admin"}]},{"op":"replace","path":"roles","value":[]}"#,
                "member"
            ),
            // Okta's value with display; several elements that name one role.
            (
                #"{"op":"replace","path":"roles","value":[{"value":"admin","display":"Admin"},{"value":"Admin"}]}"#,
                "admin"
            ),
            (#"{"op":"replace","path":"roles","value":"admin"}"#, "admin"),
            (#"{"op":"replace","value":{"Roles":[{"value":"admin"}]}}"#, "admin"),
            (
                #"{"op":"add","path":"roles","value":[{"value":"admin"}]},{"op":"remove","path":"roles[value eq \"admin\"]"}"#,
                "member"
            ),
            (#"{"op":"add","path":"roles","value":[{"value":"admin"}]},{"op":"remove","path":"roles"}"#, "member"),
            (
                #"{"op":"add","path":"roles","value":[{"value":"admin"}]},{"op":"remove","path":"roles","value":[{"value":"admin"}]}"#,
                "member"
            ),
        ]
    )
    func readsExactlyOne(_ operations: String, role: String) throws {
        let result = try exampleUser().patched(operations, .entra)
        let expected = try #require(ProvisionedRole(named: role))
        #expect(result.resource.text("roles") == JSONValue.array([expected.element]).text)
        #expect(result.role == (role == "member" ? nil : expected))
        #expect(result.isChanged == (role != "member"))
    }

    /// (a), also with `primary` as a string.
    @Test(
        arguments: [
            #"[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"manager"}]"#,
            #"[{"primary":"True","type":"WindowsAzureActiveDirectoryRole","value":"Manager"}]"#,
            #"[{"primary":false,"value":"manager","displayName":"Manager"}]"#, #"{"value":"manager"}"#,
        ]
    )
    func readsTheRoleOfACreation(_ roles: String) throws {
        let body = try json(
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x","roles":\#(roles)}"#
        )
        let read = try ResourceReader.create(body, as: .user, profile: .entra)
        #expect(read.role == .manager)
        #expect(read.resource.text("roles") == #"[{"value":"manager","display":"Manager","primary":true}]"#)
    }

    @Test(
        arguments: [
            (#"{"op":"replace","path":"roles","value":[{"value":"superuser"}]}"#, SCIMErrorCode.roleUnknown),
            (#"{"op":"replace","path":"roles[primary eq \"True\"].display","value":"King"}"#, .roleUnknown),
            (#"{"op":"replace","path":"roles","value":[{"value":"admin"},{"value":"auditor"}]}"#, .roleSeveral),
            (
                #"{"op":"add","path":"roles","value":[{"value":"admin"}]},{"op":"add","path":"roles","value":[{"value":"auditor"}]}"#,
                .roleSeveral
            ),
            (#"{"op":"replace","path":"roles","value":[{"value":"owner"}]}"#, .roleOwner),
            (#"{"op":"Add","path":"roles","value":[{"value":"{\"value\":\"Owner\"}"}]}"#, .roleOwner),
            (#"{"op":"replace","path":"roles[primary eq \"True\"].value","value":"OWNER"}"#, .roleOwner),
            (#"{"op":"replace","path":"roles","value":[5]}"#, .valueType),
            (#"{"op":"replace","path":"roles","value":[{"value":5}]}"#, .roleUnknown),
            (#"{"op":"replace","path":"roles","value":[{"value":true}]}"#, .valueType),
            (#"{"op":"replace","path":"roles","value":[{"value":"admin","VALUE":"owner"}]}"#, .bodyAmbiguousMember),
            (#"{"op":"remove","path":"roles[value eq \"admin\"]"}"#, .patchNoTarget),
            (#"{"op":"replace","path":"roles[primary eq \"True\"].primary","value":"maybe"}"#, .valueType),
            (
                #"{"op":"add","path":"roles[value eq \"admin\" or value eq \"auditor\"].display","value":"x"}"#,
                .patchNoTarget
            ),
        ]
    )
    func refusesWhatIsNotOneRole(_ operations: String, code: SCIMErrorCode) throws {
        let user = try exampleUser()
        #expect(refusal { _ = try user.patched(operations, .entra) } == code)
    }

    /// A condition that the user's role does not meet is no target: only an addition, or Entra, makes one of it.
    @Test func conditionsOnTheRoleCount() throws {
        let user = try exampleUser()
        let replace = #"{"op":"replace","path":"roles[value eq \"auditor\"].value","value":"admin"}"#
        #expect(refusal { _ = try user.patched(replace) } == .patchNoTarget)
        #expect(refusal { _ = try user.patched(replace, .okta) } == .patchNoTarget)
        #expect(
            try user.patched(#"{"op":"replace","path":"roles[value eq \"member\"].value","value":"admin"}"#).role
                == .admin
        )
        #expect(
            try user.patched(#"{"op":"add","path":"roles[value eq \"admin\"].primary","value":true}"#).role == .admin
        )
        #expect(
            try user.patched(#"{"op":"replace","path":"roles[type eq \"x\"].value","value":"admin"}"#, .entra).role
                == .admin
        )
        // What only describes the role cannot be taken from it.
        #expect(try !user.patched(#"{"op":"remove","path":"roles[value eq \"member\"].display"}"#).isChanged)
    }

    /// The refusal names what is allowed, and owner is not of it.
    @Test func namesTheAllowedValues() throws {
        let error = #expect(throws: SCIMError.self) {
            try exampleUser().patched(#"{"op":"replace","path":"roles","value":[{"value":"king"}]}"#)
        }
        #expect(error?.detail == #""king" is no role; one of admin, manager, auditor, member is needed."#)
        #expect(error?.status == 400 && error?.type == .invalidValue)
    }

    /// An owner stays one when a client writes back what it read, and can be demoted.
    @Test func leavesAnOwner() throws {
        let owner = try ResourceReader.stored(
            json(#"{"userName":"x","roles":[{"value":"owner","display":"Owner","primary":true}]}"#),
            as: .user
        )
        #expect(try !owner.patched(#"{"op":"replace","path":"roles","value":[{"value":"owner"}]}"#).isChanged)
        #expect(try owner.patched(#"{"op":"replace","path":"roles","value":[{"value":"admin"}]}"#).role == .admin)
    }
}
