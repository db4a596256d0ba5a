import Encoding
import Testing

@testable import SCIM

/// scim.md 0.4 and 1.6: a group changes by rows.
struct PatchMembershipTests {
    @Test(
        arguments: [
            // Okta removes by a value path and adds with a display name.
            (#"{"op":"remove","path":"members[value eq \"u2\"]"}"#, ["u1", "u3"]),
            (#"{"op":"remove","path":"members[value eq \"u1\" or value eq \"u3\"]"}"#, ["u2"]),
            (#"{"op":"add","path":"members","value":[{"value":"u4","display":"Four"}]}"#, ["u1", "u2", "u3", "u4"]),
            (#"{"op":"replace","path":"members","value":[{"value":"u9"},{"value":"u1"}]}"#, ["u9", "u1"]),
            // Members are unique by value: another display name makes no second entry (scim.md 3).
            (#"{"op":"add","path":"members","value":[{"value":"u1","display":"Another"}]}"#, ["u1", "u2", "u3"]),
            (#"{"op":"add","path":"members","value":[{"value":"u4"},{"value":"u4"}]}"#, ["u1", "u2", "u3", "u4"]),
            // Ids compare with case.
            (#"{"op":"remove","path":"members","value":[{"value":"U1"}]}"#, ["u1", "u2", "u3"]),
            // Entra: removal by value array; with no value it clears, which must not be confused.
            (#"{"op":"Remove","path":"members","value":[{"$ref":null,"value":"u1"}]}"#, ["u2", "u3"]),
            (#"{"op":"Remove","path":"members","value":[{"value":"u1"},{"value":"u9"}]}"#, ["u2", "u3"]),
            (#"{"op":"Remove","path":"members","value":[]}"#, ["u1", "u2", "u3"]),
            (#"{"op":"Remove","path":"members"}"#, []),
            // The last operation on a member wins.
            (
                #"{"op":"remove","path":"members[value eq \"u1\"]"},{"op":"add","path":"members","value":[{"value":"u1"}]}"#,
                ["u1", "u2", "u3"]
            ),
            (
                #"{"op":"add","path":"members","value":[{"value":"u4"}]},{"op":"remove","path":"members[value eq \"u4\"]"}"#,
                ["u1", "u2", "u3"]
            ),
            (#"{"op":"remove","path":"members"},{"op":"add","path":"members","value":[{"value":"u1"}]}"#, ["u1"]),
            // Removing one who is not there succeeds, as identity providers repeat (scim.md 1.6).
            (#"{"op":"remove","path":"members[value eq \"u9\"]"}"#, ["u1", "u2", "u3"]),
            (#"{"op":"remove","path":"members[display eq \"one\"]"}"#, ["u2", "u3"]),
            // Without a path.
            (#"{"op":"add","value":{"members":[{"value":"u4"}]}}"#, ["u1", "u2", "u3", "u4"]),
            (#"{"op":"replace","value":{"members":[]}}"#, []),
            // Behind a replacement the list is known, and a condition can be held against it.
            (
                #"{"op":"replace","path":"members","value":[{"value":"u1","display":"X"},{"value":"u2"}]},{"op":"remove","path":"members[display eq \"x\"]"}"#,
                ["u2"]
            ),
            (
                #"{"op":"remove","path":"members[display eq \"one\"]"},{"op":"add","path":"members","value":[{"value":"u1"}]}"#,
                ["u1", "u2", "u3"]
            ),
        ]
    )
    func changesMembers(_ operations: String, expected: [String]) throws {
        let result = try exampleGroup().patched(operations)
        #expect(Set(result.resource.memberValues) == Set(expected))
        #expect(result.resource.memberValues.count == expected.count)
        #expect(result.isChanged == (Set(expected) != ["u1", "u2", "u3"]))
    }

    /// The rows are named without the list being there.
    @Test func namesRowsWithoutTheList() throws {
        let group = try ResourceReader.stored(json(#"{"displayName":"G"}"#), as: .group)
        let request = try patch(
            #"{"op":"remove","path":"members[value eq \"u1\"]"},{"op":"add","path":"members","value":[{"value":"u4"}]},"#
                + #"{"op":"Remove","path":"members","value":[{"value":"u5"}]}"#
        )
        let result = try group.patched(by: request, members: .notLoaded)
        #expect(result.membership.removed == ["u1", "u5"])
        #expect(result.membership.added.map(\.value) == ["u4"])
        #expect(!result.membership.clearsFirst && result.membership.removedMatching.isEmpty)
        #expect(!result.isChanged)
        #expect(result.resource.text("members") == nil)
    }

    @Test(
        arguments: [
            (#"{"op":"replace","path":"members","value":[{"value":"u4"}]}"#, true),
            (#"{"op":"remove","path":"members"}"#, true), (#"{"op":"remove","path":"members","value":null}"#, true),
            (#"{"op":"remove","path":"members","value":[]}"#, false),
            (#"{"op":"remove","path":"members","value":[{"value":"u1"}]}"#, false),
            (#"{"op":"remove","path":"members[value eq \"u1\"]"}"#, false),
        ]
    )
    func clearsOnlyWhereThatIsSaid(_ operations: String, clears: Bool) throws {
        let result = try exampleGroup().patched(operations)
        #expect(result.membership.clearsFirst == clears)
    }

    @Test(
        arguments: [
            (#"{"op":"add","path":"members","value":[{"display":"x"}]}"#, SCIMErrorCode.valueRequired),
            (#"{"op":"add","path":"members","value":[{"value":""}]}"#, .valueRequired),
            (#"{"op":"add","path":"members","value":[{"value":5}]}"#, .valueType),
            (#"{"op":"add","path":"members","value":["u4"]}"#, .valueType),
            (#"{"op":"replace","path":"members[value eq \"u1\"].value","value":"u4"}"#, .patchImmutable),
            (#"{"op":"replace","path":"members.value","value":"u4"}"#, .patchImmutable),
            (#"{"op":"remove","path":"displayName"}"#, .patchRequired),
            (#"{"op":"add","path":"members"}"#, .valueMissing),
            // Whether a condition is met by one who was just added may depend on the row that stands.
            (
                #"{"op":"add","path":"members","value":[{"value":"u1","display":"X"}]},{"op":"remove","path":"members[display eq \"One\"]"}"#,
                .pathFilter
            ),
        ]
    )
    func refusesChangesWithOneThingWrong(_ operations: String, code: SCIMErrorCode) throws {
        #expect(refusal { _ = try exampleGroup().patched(operations) } == code)
    }

    /// The change applied to a list is what applying the operations one by one gives.
    @Test func agreesWithOneOperationAtATime() throws {
        var randomness = SeededRandomness(seed: 4)
        for _ in 0..<300 {
            var operations: [String] = []
            for _ in 0..<Int.random(in: 1...6, using: &randomness) {
                let ids = (0..<Int.random(in: 0...3, using: &randomness)).map { _ in
                    "u\(Int.random(in: 1...5, using: &randomness))"
                }
                let list = ids.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
                switch Int.random(in: 0..<7, using: &randomness) {
                case 6 where operations.isEmpty: operations.append(#"{"op":"remove","path":"members[display pr]"}"#)
                case 0, 1: operations.append(#"{"op":"add","path":"members","value":[\#(list)]}"#)
                case 2, 3: operations.append(#"{"op":"remove","path":"members","value":[\#(list)]}"#)
                case 4: operations.append(#"{"op":"remove","path":"members[value eq \"\#(ids.first ?? "u1")\"]"}"#)
                default: operations.append(#"{"op":"replace","path":"members","value":[\#(list)]}"#)
                }
            }
            var group = try exampleGroup()
            let together = try group.patched(operations.joined(separator: ","))
            for operation in operations { group = try group.patched(operation).resource }
            #expect(Set(together.resource.memberValues) == Set(group.memberValues))
            #expect(together.resource.memberValues.count == Set(group.memberValues).count)
        }
    }
}
