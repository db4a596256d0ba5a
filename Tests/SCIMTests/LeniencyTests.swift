import Encoding
import Testing

@testable import SCIM

/// Each form outside the RFCs has a name, is reported where it fires, and is refused from clients that may not send it.
struct LeniencyTests {
    /// An input in which the form is; nil for a creation where it stands in a PATCH, and the other way about.
    struct Example: Sendable {
        var creation: String?
        var patch: String?
        var filter: String?
    }

    private static let schemas = #""schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]"#

    private static func example(of leniency: Leniency) -> Example {
        switch leniency {
        case .booleanAsString: Example(creation: #"{\#(schemas),"userName":"x","active":"False"}"#)
        case .singleValueForArray: Example(creation: #"{\#(schemas),"userName":"x","emails":{"value":"a"}}"#)
        case .arrayForSingleValue:
            Example(patch: #"{"op":"replace","path":"\#(enterpriseURN):manager","value":[{"value":"m"}]}"#)
        case .numberAsString: Example(creation: #"{\#(schemas),"userName":"x","externalId":5}"#)
        case .stringForComplex: Example(patch: #"{"op":"replace","path":"\#(enterpriseURN):manager","value":"m"}"#)
        case .emptyStringClears: Example(patch: #"{"op":"replace","path":"emails","value":""}"#)
        case .jsonInString:
            Example(creation: #"{\#(schemas),"userName":"x","roles":[{"value":"{\"value\":\"admin\"}"}]}"#)
        case .unknownSchemaIgnored:
            Example(
                creation: #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:y"],"userName":"x"}"#
            )
        case .extensionNotInSchemas:
            Example(creation: #"{\#(schemas),"userName":"x","\#(enterpriseURN)":{"division":"d"}}"#)
        case .unknownAttributeIgnored: Example(creation: #"{\#(schemas),"userName":"x","unknown":1}"#)
        case .readOnlyIgnored: Example(creation: #"{\#(schemas),"userName":"x","id":"1"}"#)
        case .valuePathCreated: Example(patch: #"{"op":"add","path":"ims[type eq \"aim\"].value","value":"x"}"#)
        case .unqualifiedManager: Example(patch: #"{"op":"replace","path":"manager","value":{"value":"m"}}"#)
        case .pathAsMemberName: Example(patch: #"{"op":"replace","value":{"name.givenName":"B"}}"#)
        case .displayNameOfRole: Example(creation: #"{\#(schemas),"userName":"x","roles":[{"displayName":"Admin"}]}"#)
        case .subAttributeAfterValuePath: Example(filter: #"emails[type eq "work"].value eq "x""#)
        case .unquotedValue: Example(filter: "externalId eq jyoung")
        }
    }

    private static func report(_ leniency: Leniency, _ profile: ClientProfile) throws -> LeniencyReport {
        let example = example(of: leniency)
        if let creation = example.creation {
            return try ResourceReader.create(json(creation), as: .user, profile: profile).report
        }
        if let patch = example.patch { return try exampleUser().patched(patch, profile).report }
        var report = LeniencyReport()
        _ = try CheckedFilter.parse(example.filter ?? "", for: .user, report: &report)
        return report
    }

    @Test(arguments: Leniency.allCases, ClientProfile.allCases)
    func isReportedOrRefused(_ leniency: Leniency, profile: ClientProfile) throws {
        guard profile.admits(leniency) else {
            // The text is a name to nobody else, so that a role in it is an unknown one; all else has the wrong form.
            #expect(throws: SCIMError.self) { try Self.report(leniency, profile) }
            return
        }
        #expect(try Self.report(leniency, profile).has(leniency))
    }

    /// A report holds what was noted and nothing else.
    @Test(arguments: Leniency.allCases)
    func standsForItselfAlone(_ leniency: Leniency) {
        var report = LeniencyReport()
        report.note(leniency)
        #expect(report.list == [leniency])
    }
}
