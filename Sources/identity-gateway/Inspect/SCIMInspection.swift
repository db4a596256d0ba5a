internal import ArgumentParser
internal import Encoding
internal import FoundationEssentials
internal import SCIM

/// `identity-gateway inspect scim-filter`: reads a filter as the SCIM service would, without a database.
struct InspectSCIMFilter: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scim-filter",
        abstract: "Judge a SCIM filter.",
        discussion: """
            Prints one JSON object with verdict, code, reason and facts: the tree, and with --resource whether the resource \
            matches. Exits with 0 where the filter is accepted, 1 where it is refused, 64 for wrong usage. The type is the \
            resource's, without one User.
            """
    )

    @Argument(help: "The filter's text, after form decoding.")
    var text: String

    @Option(help: "A resource as the service answers it: a file of JSON.")
    var resource: String?

    func run() throws {
        let resource = try resource.map { try SCIMInspection.resource(in: SCIMInspection.file($0)) }
        try SCIMInspection.judge(filter: text, resource: resource).printAndExit()
    }
}

/// `identity-gateway inspect scim-patch`: applies a PATCH to a resource as the SCIM service would, without a database.
struct InspectSCIMPatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scim-patch",
        abstract: "Judge a SCIM PATCH and show what it makes of a resource.",
        discussion: """
            Prints one JSON object with verdict, code, reason and facts: the resource after the change, and whether it \
            changed. Exits with 0 where the PATCH is accepted, 1 where it is refused, 64 for wrong usage. The role owner \
            is refused; there is no other ceiling here.
            """
    )

    @Argument(help: "The resource as the service answers it: a file of JSON.")
    var resource: String

    @Argument(help: "The PATCH: a file of JSON.")
    var patch: String

    @Option(help: "Whose dialect is spoken: strict, okta or entra.")
    var profile = ClientProfile.strict

    func run() throws {
        let resource = try SCIMInspection.resource(in: SCIMInspection.file(resource))
        let body = try SCIMInspection.file(patch)
        try SCIMInspection.judge(patch: body, of: resource, profile: profile).printAndExit()
    }
}

extension ClientProfile: ExpressibleByArgument {}

/// The verdicts of both commands, over values alone.
enum SCIMInspection {
    static func judge(filter text: String, resource: SCIMResource?) -> InspectionVerdict {
        do {
            var report = LeniencyReport()
            let definition = resource?.definition ?? .user
            let checked = try CheckedFilter.parse(text, for: definition, report: &report)
            let filter = try SCIMFilter.parse(text)
            var facts: JSONObject = [
                "type": .string(definition.name), "filter": .string(filter.text), "tree": tree(filter),
                "leniencies": names(report),
            ]
            if let resource { facts["matches"] = .bool(checked.matches(resource)) }
            return .accepted(facts: facts)
        } catch {
            return refusal(error)
        }
    }

    static func judge(patch bytes: [UInt8], of resource: SCIMResource, profile: ClientProfile) -> InspectionVerdict {
        do {
            let request = try PatchRequest(SCIMBody.object(bytes))
            let result = try resource.patched(by: request, profile: profile)
            return .accepted(facts: [
                "type": .string(resource.definition.name),
                "resource": .object(result.resource.rendered()),
                "changed": .bool(result.isChanged),
                "changed_attributes": .array(result.changedAttributes.map { .string($0) }),
                "leniencies": names(result.report),
            ])
        } catch {
            return refusal(error)
        }
    }

    /// The resource that a file holds. It is not what is judged, so that one that cannot be read is wrong usage.
    static func resource(in bytes: [UInt8]) throws -> SCIMResource {
        do throws(SCIMError) {
            let object = try SCIMBody.object(bytes)
            let isNamed = object.contains { CaseFolding.sameName($0.name, "schemas") }
            let definition =
                isNamed ? try ResourceReader.definition(of: object, among: [.user, .group, .role]) : .user
            return try ResourceReader.stored(object, as: definition)
        } catch {
            throw ValidationError("The resource cannot be read: \(error.detail)")
        }
    }

    static func file(_ path: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw ValidationError("The file \(path) cannot be read.")
        }
        return Array(data)
    }

    private static func refusal(_ error: SCIMError) -> InspectionVerdict {
        .refused(
            code: error.code.rawValue,
            reason: error.detail,
            facts: [
                "status": .number(JSONNumber(error.status)),
                "scim_type": error.type.map { .string($0.rawValue) } ?? .null,
                "cure": .string(error.code.entry.cure),
            ]
        )
    }

    private static func names(_ report: LeniencyReport) -> JSONValue {
        .array(report.list.map { .string($0.rawValue) })
    }

    /// Each node is an object: `and`, `or` and `not` hold nodes, `where` the condition on one element.
    private static func tree(_ filter: SCIMFilter) -> JSONValue {
        switch filter {
        case .and(let first, let second): ["and": [tree(first), tree(second)]]
        case .or(let first, let second): ["or": [tree(first), tree(second)]]
        case .not(let inner): ["not": tree(inner)]
        case .present(let name): ["attribute": .string(name), "operator": "pr"]
        case .element(let name, let condition): ["attribute": .string(name), "where": tree(condition)]
        case .comparison(let name, let comparison, let literal):
            ["attribute": .string(name), "operator": .string(comparison.rawValue), "value": value(literal)]
        }
    }

    private static func value(_ literal: FilterLiteral) -> JSONValue {
        switch literal {
        case .null: .null
        case .bool(let value): .bool(value)
        case .string(let text), .word(let text): .string(text)
        case .number(let text): (try? StrictJSON.parse(Array(text.utf8))) ?? .string(text)
        }
    }
}
