import Encoding
import Foundation
import SCIM
import Testing

/// `inspect scim-filter` and `inspect scim-patch` as scripts see them: the program itself, its one line and its exit code
/// (contract section 2).
@Suite struct SCIMInspectionTests {
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    private static let user = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","\(enterprise)"],"id":"1","userName":"bjensen",
        "meta":{"resourceType":"User","lastModified":"2024-05-13T04:42:34Z","version":"W/\\"7\\""},"active":true,
        "emails":[{"value":"b@example.com","type":"work","primary":true}],
        "roles":[{"value":"member","display":"Member","primary":true}],
        "\(enterprise)":{"manager":{"value":"m1"}}}
        """
    private static let group = """
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g","displayName":"Guides","members":[{"value":"u1"}]}
        """

    /// What one run of the program came to.
    private struct Outcome {
        let exit: Int32
        let output: String

        /// The one line of output as JSON.
        var verdict: JSONObject {
            get throws {
                #expect(output.hasSuffix("\n") && output.split(separator: "\n").count == 1)
                return try #require(StrictJSON.parse(Array(output.utf8)).object)
            }
        }

        var facts: JSONObject {
            get throws { try #require(try verdict["facts"]?.object) }
        }
    }

    private struct Folder: ~Copyable {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("inspect-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        func file(_ name: String, _ text: String) throws -> String {
            let file = url.appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            return file.path
        }

        deinit {
            try? FileManager.default.removeItem(at: url)
        }
    }

    /// Runs the program that was built beside these tests.
    private static func inspect(_ arguments: String...) throws -> Outcome {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent()
            .appendingPathComponent("identity-gateway")
        process.arguments = ["inspect"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(exit: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }

    private static func patch(
        _ operations: String,
        of resource: String = user,
        _ options: String...
    ) throws -> Outcome {
        let folder = try Folder()
        let resource = try folder.file("resource.json", resource)
        let patch = try folder.file(
            "patch.json",
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operations)]}"#
        )
        return options.isEmpty
            ? try inspect("scim-patch", resource, patch)
            : try inspect("scim-patch", resource, patch, "--profile", options[0])
    }

    // MARK: Filters

    @Test func showsTheTreeOfAFilter() throws {
        let outcome = try Self.inspect("scim-filter", #"not (title pr) and emails[type eq "work"].value eq "x""#)
        #expect(outcome.exit == 0)
        let verdict = try outcome.verdict
        #expect(verdict.members.map(\.name) == ["verdict", "code", "reason", "facts"])
        #expect(verdict["verdict"] == "accepted" && verdict["code"] == .null && verdict["reason"] == .null)
        #expect(
            try outcome.facts["tree"]?.text
                == #"{"and":[{"not":{"attribute":"title","operator":"pr"}},{"attribute":"emails","where":{"and":[{"attribute":"type","operator":"eq","value":"work"},{"attribute":"value","operator":"eq","value":"x"}]}}]}"#
        )
        // Without a resource nothing matches or not.
        #expect(try outcome.facts["matches"] == nil)
    }

    /// An unqualified `manager` is the enterprise extension's; the type is the resource's.
    @Test(
        arguments: [
            (#"userName eq "BJENSEN""#, user, true), (#"userName eq "x""#, user, false),
            (#"manager eq "m1""#, user, true), (#"manager.value eq "m2""#, user, false),
            (#"displayName eq "guides""#, group, true), (#"members.value eq "u1""#, group, true),
            (#"members[value eq "u2"]"#, group, false), (#"userName eq "x""#, #"{"userName":"X"}"#, true),
        ]
    )
    func saysWhetherAResourceMatches(_ filter: String, resource: String, matches: Bool) throws {
        let folder = try Folder()
        let outcome = try Self.inspect("scim-filter", filter, "--resource", try folder.file("r.json", resource))
        #expect(outcome.exit == 0)
        #expect(try outcome.facts["matches"]?.bool == matches)
    }

    @Test(
        arguments: [
            ("userName eq", "SCIM-FILTER-04"), (#"unknown eq "x""#, "SCIM-FILTER-05"),
            (#"password sw "a""#, "SCIM-FILTER-06"), ("active gt true", "SCIM-FILTER-07"),
            ("active eq 1", "SCIM-FILTER-08"), ("", "SCIM-FILTER-04"), (#"members pr"#, "SCIM-FILTER-05"),
            (String(repeating: "x", count: 1025), "SCIM-FILTER-01"),
        ]
    )
    func refusesAFilter(_ filter: String, code: String) throws {
        let outcome = try Self.inspect("scim-filter", filter)
        #expect(outcome.exit == 1)
        #expect(try outcome.verdict["verdict"] == "refused")
        #expect(try outcome.verdict["code"]?.string == code)
        #expect(try outcome.verdict["reason"]?.string?.isEmpty == false)
        #expect(try outcome.facts["status"] == 400 && outcome.facts["scim_type"] == "invalidFilter")
        #expect(try outcome.facts["tree"] == nil && outcome.facts["matches"] == nil)
    }

    // MARK: PATCH

    @Test func showsTheResourceAfterwards() throws {
        let outcome = try Self.patch(#"{"op":"Replace","path":"active","value":"False"}"#)
        #expect(outcome.exit == 0)
        #expect(try outcome.verdict["verdict"] == "accepted")
        let resource = try #require(try outcome.facts["resource"]?.object)
        #expect(resource["active"] == false && resource["userName"] == "bjensen")
        #expect(try outcome.facts["changed"] == true)
        #expect(resource["schemas"]?.strings == ["urn:ietf:params:scim:schemas:core:2.0:User", Self.enterprise])
    }

    /// A no-op leaves `meta` as it is.
    @Test(
        arguments: [
            #"{"op":"replace","path":"active","value":true}"#, #"{"op":"remove","path":"title"}"#,
            #"{"op":"add","path":"emails","value":[{"value":"b@example.com","type":"work"}]}"#,
            #"{"op":"replace","path":"roles","value":[{"value":"member"}]}"#,
        ]
    )
    func knowsANoOp(_ operation: String) throws {
        let outcome = try Self.patch(operation)
        #expect(outcome.exit == 0)
        #expect(try outcome.facts["changed"] == false)
        let before = try #require(StrictJSON.parse(Array(Self.user.utf8)).object)
        #expect(try outcome.facts["resource"]?.object?["meta"]?.text == before["meta"]?.text)
    }

    /// The type is the resource's `schemas`.
    @Test func changesAGroup() throws {
        let outcome = try Self.patch(
            #"{"op":"add","path":"members","value":[{"value":"u2"}]},{"op":"remove","path":"members[value eq \"u1\"]"}"#,
            of: Self.group
        )
        #expect(try outcome.facts["type"] == "Group" && outcome.facts["changed"] == true)
        #expect(try outcome.facts["resource"]?.object?["members"]?.text == #"[{"value":"u2"}]"#)
    }

    /// The profile is strict unless one is named; an unqualified manager in a path is Entra's alone.
    @Test(
        arguments: [
            (#"{"op":"Add","path":"manager","value":"m2"}"#, ["entra"]),
            (#"{"op":"Add","path":"\#(enterprise):manager","value":"m2"}"#, ["entra"]),
            (#"{"op":"Replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}"#, ["entra"]),
            (#"{"op":"replace","path":"externalId","value":5}"#, ["okta", "entra"]),
            (#"{"op":"replace","path":"title","value":"x"}"#, ["", "strict", "okta", "entra"]),
        ]
    )
    func speaksTheProfilesDialect(_ operation: String, accepted: [String]) throws {
        for profile in ["", "strict", "okta", "entra"] {
            let outcome =
                profile.isEmpty ? try Self.patch(operation) : try Self.patch(operation, of: Self.user, profile)
            #expect(outcome.exit == (accepted.contains(profile) ? 0 : 1), "\(profile)")
        }
    }

    @Test(
        arguments: [
            (#"{"op":"remove"}"#, "SCIM-PATCH-04", 400, "noTarget"),
            (
                #"{"op":"replace","path":"emails[type eq \"home\"].value","value":"x"}"#, "SCIM-PATCH-05", 400,
                "noTarget"
            ),
            (#"{"op":"replace","path":"id","value":"2"}"#, "SCIM-PATCH-06", 400, "mutability"),
            (#"{"op":"remove","path":"userName"}"#, "SCIM-PATCH-08", 400, "mutability"),
            (#"{"op":"replace","path":"unknown","value":"2"}"#, "SCIM-PATH-03", 400, "invalidPath"),
            (#"{"op":"replace","path":"emails[","value":"2"}"#, "SCIM-PATH-02", 400, "invalidPath"),
            (#"{"op":"replace","path":"active","value":"maybe"}"#, "SCIM-VALUE-01", 400, "invalidValue"),
            (#"{"op":"replace","path":"active","value":null}"#, "SCIM-VALUE-02", 400, "invalidValue"),
            (#"{"op":"move","path":"title","value":"x"}"#, "SCIM-PATCH-02", 400, "invalidSyntax"),
            // No ceiling applies here, but owner is refused.
            (#"{"op":"replace","path":"roles","value":[{"value":"owner"}]}"#, "SCIM-ROLE-03", 400, "invalidValue"),
            (#"{"op":"replace","path":"roles","value":[{"value":"king"}]}"#, "SCIM-ROLE-01", 400, "invalidValue"),
            (
                Array(repeating: #"{"op":"remove","path":"title"}"#, count: 1001).joined(separator: ","),
                "SCIM-PATCH-03",
                413, nil
            ),
            // The first operation would have changed something: none is applied.
            (
                #"{"op":"replace","path":"title","value":"x"},{"op":"remove","path":"id"}"#, "SCIM-PATCH-06", 400,
                "mutability"
            ),
        ] as [(String, String, Int64, String?)]
    )
    func refusesAPatch(_ operations: String, code: String, status: Int64, type: String?) throws {
        let outcome = try Self.patch(operations)
        #expect(outcome.exit == 1)
        #expect(try outcome.verdict["verdict"] == "refused" && outcome.verdict["code"]?.string == code)
        #expect(try outcome.facts["status"]?.integer == status && outcome.facts["scim_type"]?.string == type)
        #expect(try outcome.facts["resource"] == nil && outcome.facts["changed"] == nil)
    }

    @Test(arguments: ["admin", "manager", "auditor", "member"])
    func takesEveryRoleButOwner(_ role: String) throws {
        let outcome = try Self.patch(#"{"op":"replace","path":"roles","value":[{"value":"\#(role)"}]}"#)
        #expect(outcome.exit == 0)
        #expect(try outcome.facts["changed"]?.bool == (role != "member"))
    }

    /// What is judged is refused; what cannot be looked at is wrong usage.
    @Test func tellsRefusalFromWrongUsage() throws {
        let folder = try Folder()
        let resource = try folder.file("resource.json", Self.user)
        let broken = try folder.file("broken.json", "{")
        let outcome = try Self.inspect("scim-patch", resource, broken)
        #expect(outcome.exit == 1)
        #expect(try outcome.verdict["code"] == "SCIM-BODY-01" && outcome.facts["scim_type"] == "invalidSyntax")
        let absent = folder.url.appendingPathComponent("absent.json").path
        for wrong in [
            try Self.inspect("scim-patch", resource), try Self.inspect("scim-patch", broken, broken),
            try Self.inspect("scim-patch", absent, broken), try Self.inspect("scim-patch", resource, absent),
            try Self.inspect("scim-patch", resource, broken, "--profile", "google"), try Self.inspect("scim-filter"),
            try Self.inspect("scim-filter", "title pr", "--resource", absent),
            try Self.inspect("scim-filter", "title pr", "--resource", broken),
            try Self.inspect("scim-filter", "title pr", "--unknown"),
        ] {
            #expect(wrong.exit == 64 && wrong.output.isEmpty)
        }
        #expect(try Self.inspect("scim-filter", "--help").exit == 0)
    }
}
