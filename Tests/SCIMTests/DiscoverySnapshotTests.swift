import Encoding
import Foundation
import TestSupport
import Testing

@testable import SCIM

/// The discovery documents stand in `metadata/scim` for others to read; a change of a schema shows there.
/// `UPDATE_SNAPSHOTS=1` writes them anew.
struct DiscoverySnapshotTests {
    private static let folder = Vectors.packageRoot.appendingPathComponent("metadata/scim", isDirectory: true)
    private static let base = "https://gateway.example/w/acme/scim/v2"

    private static func documents() throws -> [(String, JSONValue)] {
        let discovery = DiscoveryDocuments(definitions: [.user, .group, .role], base: base)
        return [
            ("schemas.json", discovery.schemaList), ("resource-types.json", discovery.resourceTypeList),
            ("service-provider-config.json", ServiceProviderConfig.standard.rendered(base: base)),
        ]
    }

    @Test func standUnchanged() throws {
        for (name, document) in try Self.documents() {
            let file = Self.folder.appendingPathComponent(name)
            let text = Self.pretty(document, indent: "") + "\n"
            if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
                try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            #expect(try String(contentsOf: file, encoding: .utf8) == text, "\(name): UPDATE_SNAPSHOTS=1 writes it anew")
        }
    }

    @Test func findOneDocumentByItsName() {
        let discovery = DiscoveryDocuments(definitions: [.user, .group], base: Self.base)
        #expect(discovery.schema(id: SCIMSchema.user.id.uppercased())?.object?["name"] == "User")
        #expect(discovery.schema(id: "urn:unknown") == nil && discovery.schema(id: SCIMSchema.role.id) == nil)
        #expect(discovery.resourceType(name: "Group")?.object?["endpoint"] == "/Groups")
        #expect(discovery.resourceType(name: "group") == nil && discovery.resourceType(name: "x") == nil)
        // Strict clients stop where totalResults is missing (scim.md 1.1).
        #expect(discovery.schemaList.object?["totalResults"] == 3)
        #expect(discovery.resourceTypeList.object?["totalResults"] == 2)
    }

    /// scim.md 1.2: a workspace's own schema is published with the others.
    @Test func publishAWorkspacesExtension() throws {
        let own = SCIMSchema(
            id: "urn:example:own:1.0:User",
            name: "Own",
            text: "",
            attributes: [SchemaAttribute("badge", "")]
        )
        #expect(throws: Never.self) { try own.checkAsExtension() }
        let discovery = DiscoveryDocuments(definitions: [.user(extensions: [own])], base: Self.base)
        #expect(discovery.schema(id: own.id) != nil)
        #expect(discovery.resourceType(name: "User")?.text.contains(own.id) == true)
    }

    @Test(
        arguments: [
            ("not a urn", ["a"]), ("urn:x", ["a"]), ("urn:ietf:params:scim:schemas:core:2.0:user", ["a"]),
            ("urn:x:y z", ["a"]), ("urn:x:y", []), ("urn:x:y", ["a", "A"]), ("urn:x:y", ["1a"]), ("urn:x:y", ["a.b"]),
            ("urn:x:y", [""]), ("urn:x:y", ["$ref"]), ("urn:x::y", ["a"]),
        ]
    )
    func refuseAnExtension(_ id: String, names: [String]) {
        let schema = SCIMSchema(id: id, name: "X", text: "", attributes: names.map { SchemaAttribute($0, "") })
        #expect(refusal { try schema.checkAsExtension() } == .extensionSchema)
    }

    @Test func refuseNestedAndRequiredAttributes() {
        let inner = SchemaAttribute("inner", "", .complex, subAttributes: [SchemaAttribute("x", "")])
        let nested = SCIMSchema(
            id: "urn:x:y",
            name: "X",
            text: "",
            attributes: [SchemaAttribute("outer", "", .complex, subAttributes: [inner])]
        )
        #expect(refusal { try nested.checkAsExtension() } == .extensionSchema)
        let required = SCIMSchema(
            id: "urn:x:y",
            name: "X",
            text: "",
            attributes: [SchemaAttribute("a", "", required: true)]
        )
        #expect(refusal { try required.checkAsExtension() } == .extensionSchema)
    }

    /// Two spaces a level, so that a difference reads well.
    private static func pretty(_ value: JSONValue, indent: String) -> String {
        let inner = indent + "  "
        switch value {
        case .array(let values) where values.contains { $0.object != nil }:
            return "[\n" + values.map { inner + pretty($0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let object) where !object.isEmpty:
            let lines = object.map { "\(inner)\(JSONValue.string($0.name).text): \(pretty($0.value, indent: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return value.text
        }
    }
}
