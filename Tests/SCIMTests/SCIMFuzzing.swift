import Encoding

@testable import SCIM

/// What must hold of any bytes. The mutation test and the fuzzers ask the same; each answers what was violated.
enum SCIMFuzzing {
    /// A filter that is read prints to one that reads the same, stays in its bounds, and can be evaluated.
    static func filter(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let filter = try? SCIMFilter.parse(text) else { return nil }
        // Printing may need more room than what was written, such as for `\u` escapes of control characters.
        if filter.text.utf8.count <= FilterLimits.bytes {
            guard (try? SCIMFilter.parse(filter.text)) == filter else { return "printing changes the filter" }
        }
        var report = LeniencyReport()
        guard let checked = try? CheckedFilter.parse(text, for: .user, report: &report) else { return nil }
        guard let user = try? user() else { return "the user cannot be read" }
        _ = checked.matches(user)
        return nil
    }

    /// A path is a target of this type or a refusal.
    static func path(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        for profile in ClientProfile.allCases {
            var report = LeniencyReport()
            _ = try? PatchPath.parse(text, for: .user, profile: profile, report: &report)
            _ = try? PatchPath.parse(text, for: .group, profile: profile, report: &report)
        }
        return nil
    }

    /// What a PATCH leaves reads back as it is rendered, is what `changed` says, and keeps what no client may write.
    static func patch(_ bytes: [UInt8]) -> String? {
        guard let body = try? SCIMBody.object(bytes), let request = try? PatchRequest(body) else { return nil }
        for profile in ClientProfile.allCases {
            guard let before = try? user(), let result = try? before.patched(by: request, profile: profile) else {
                continue
            }
            let after = result.resource
            guard (try? ResourceReader.stored(after.rendered(), as: .user)) == after else {
                return "the rendering does not read back"
            }
            guard result.isChanged || after == before else { return "a change is not named" }
            guard after.id == before.id, after.attributes["meta"]?.text == before.attributes["meta"]?.text,
                after.attributes["userName"] != nil, after.attributes["password"] == nil
            else { return "what no client may write has changed" }
            let role = RoleWrite.role(of: after)
            guard role != nil, role != .owner else { return "the role is not one that provisioning gives" }
        }
        return nil
    }

    private static func user() throws -> SCIMResource {
        try ResourceReader.stored(
            [
                "id": "1", "meta": ["version": "W/\"1\""], "userName": "bjensen", "active": true,
                "name": ["givenName": "B"],
                "emails": [
                    ["value": "b@x", "type": "work", "primary": true],
                    ["value": "c@x", "type": "home", "primary": false],
                ],
                "addresses": [["type": "work", "country": "US"]], "roles": [["value": "member", "primary": true]],
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
                    "department": "D", "manager": ["value": "m", "$ref": "../Users/m", "displayName": "M"],
                ],
            ],
            as: .user
        )
    }
}
