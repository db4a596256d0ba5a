import Encoding
import Testing

@testable import SCIM

let enterpriseURN = SCIMSchema.enterpriseUser.id

/// JSON as it is written in a test.
func json(_ text: String) throws -> JSONObject {
    try SCIMBody.object(Array(text.utf8))
}

/// The one valid user that tests start from.
func exampleUser() throws -> SCIMResource {
    try ResourceReader.stored(
        json(
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","\(enterpriseURN)"],
            "id":"2819c223-7f76-453a-919d-413861904646","externalId":"00ujl29u0le5T6Aj10h7",
            "meta":{"resourceType":"User","created":"2024-01-23T04:56:22Z","lastModified":"2024-05-13T04:42:34Z",
            "version":"W/\\"7\\""},
            "userName":"bjensen@example.com","name":{"formatted":"Ms. Barbara J Jensen","familyName":"Jensen",
            "givenName":"Barbara"},"displayName":"Babs Jensen","title":"Guide","active":true,
            "emails":[{"value":"bjensen@example.com","type":"work","primary":true},
            {"value":"babs@jensen.example","type":"home","primary":false}],
            "addresses":[{"type":"work","locality":"Hollywood","country":"US"}],
            "roles":[{"value":"member","display":"Member","primary":true}],
            "groups":[{"value":"e9e30dba","display":"Tour Guides"}],
            "\(enterpriseURN)":{"employeeNumber":"701984","department":"Tours",
            "manager":{"value":"26118915","$ref":"../Users/26118915","displayName":"John Smith"}}}
            """
        ),
        as: .user
    )
}

/// A group of three.
func exampleGroup() throws -> SCIMResource {
    try ResourceReader.stored(
        json(
            """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"e9e30dba","displayName":"Tour Guides",
            "members":[{"value":"u1","display":"One"},{"value":"u2"},{"value":"u3"}]}
            """
        ),
        as: .group
    )
}

/// A PATCH with these operations.
func patch(_ operations: String) throws -> PatchRequest {
    try PatchRequest(json("{\"schemas\":[\"\(MessageURN.patchOp)\"],\"Operations\":[\(operations)]}"))
}

extension SCIMResource {
    /// After a PATCH with these operations.
    func patched(_ operations: String, _ profile: ClientProfile = .strict) throws -> PatchResult {
        try patched(by: try SCIMTests.patch(operations), profile: profile)
    }

    /// The JSON of one attribute, or nil.
    func text(_ name: String) -> String? {
        switch definition.resolve(name) {
        case .attribute(let reference):
            let value = value(of: reference.attribute, extensionID: reference.extensionID)
            return (reference.subAttribute.map { value?.object?[$0.name] } ?? value)?.text
        case .wholeExtension(let schema): return attributes[schema.id]?.text
        case .unknown: return nil
        }
    }

    var memberValues: [String] {
        (value(of: GroupAttributes.members)?.array ?? []).compactMap { $0.object?["value"]?.string }
    }
}

extension CheckedFilter {
    static func parse(_ text: String, for definition: ResourceDefinition = .user) throws -> CheckedFilter {
        var report = LeniencyReport()
        return try parse(text, for: definition, report: &report)
    }
}

/// The code of the refusal that a piece of work ends in.
func refusal(_ work: () throws -> Void) -> SCIMErrorCode? {
    do {
        try work()
        return nil
    } catch {
        return (error as? SCIMError)?.code
    }
}

/// Small, fast and the same in every run (SplitMix64).
struct SeededRandomness: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
