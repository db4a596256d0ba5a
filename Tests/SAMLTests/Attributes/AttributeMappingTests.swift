import Encoding
import Foundation
import SAML
import SAMLForge
import TestSupport
import Testing

@Suite("Attributes in our words")
struct AttributeMappingTests {
    private func person(
        _ attributes: String,
        _ mapping: AttributeMapping = ProviderAttributeNames.okta.mapping
    ) throws -> AttributeMapping.Person {
        var forge = try ResponseForge()
        try forge.inAssertion(
            AssertionTemplate.attributes,
            becomes: "<saml:AttributeStatement>\(attributes)</saml:AttributeStatement>"
        )
        let verified = try ResponseValidator(ForgeScene.circumstances()).validate(forge.response())
        return try mapping.person(from: verified.attributes)
    }

    private func attribute(_ name: String, _ values: String...) -> String {
        let values = values.map { "<saml:AttributeValue>\($0)</saml:AttributeValue>" }.joined()
        return "<saml:Attribute Name=\"\(name)\">\(values)</saml:Attribute>"
    }

    /// The facts in `metadata/saml` and the presets in the code are the same (attacks 1.9 #139).
    @Test(arguments: ProviderAttributeNames.allCases)
    func presetsAreTheFactsOnFile(_ provider: ProviderAttributeNames) throws {
        let path = Vectors.packageRoot.appendingPathComponent("metadata/saml/\(provider.rawValue).json")
        let facts = try StrictJSON.parse(Array(Data(contentsOf: path)))
        let members = try #require(facts.object?["attributes"]?.object)
        var names: [PersonField: [String]] = [:]
        for member in members {
            let field = try #require(PersonField(rawValue: member.name))
            let sent: [String] = try #require(member.value.strings)
            names[field] = sent
        }
        #expect(AttributeMapping(names) == provider.mapping)
        #expect(facts.object?["source"]?.string?.hasPrefix("https://") == true)
    }

    @Test func everyFactOnFileHasAPreset() throws {
        let folder = Vectors.packageRoot.appendingPathComponent("metadata/saml").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(files) == Set(ProviderAttributeNames.allCases.map { "\($0.rawValue).json" }))
    }

    @Test(arguments: ProviderAttributeNames.allCases)
    func readsEveryFieldOfEveryProvider(_ provider: ProviderAttributeNames) throws {
        for (field, names) in provider.mapping.names {
            for name in names {
                #expect(try person(attribute(name, "value"), provider.mapping)[field] == "value", "\(field) by \(name)")
            }
        }
    }

    @Test func keepsAllGroupsAndTheFirstNameThatIsSent() throws {
        let person = try person(
            attribute("groups", "a", "b") + attribute("groups", "c") + attribute("email", "ada@example.com")
        )
        #expect(person.all(.groups) == ["a", "b", "c"])
        #expect(person[.email] == "ada@example.com")
        #expect(person[.givenName] == nil)
        #expect(!person.hasMoreGroupsElsewhere)
    }

    @Test func seesTheGroupOverageOfEntra() throws {
        let person = try person(
            attribute("http://schemas.microsoft.com/claims/groups.link", "https://graph.example"),
            ProviderAttributeNames.entra.mapping
        )
        #expect(person.hasMoreGroupsElsewhere)
    }

    // attacks 1.6 #104, #105
    @Test(
        arguments: [
            (
                "<saml:AttributeValue>a@x</saml:AttributeValue><saml:AttributeValue>b@x</saml:AttributeValue>",
                "SAML-ATTR-06"
            ),
            ("<saml:AttributeValue>a@x<b/></saml:AttributeValue>", "SAML-ATTR-07"),
            ("<saml:AttributeValue>a@x&#13;</saml:AttributeValue>", "SAML-ATTR-07"),
        ]
    )
    func refusesAmbiguousValues(_ values: String, _ code: String) {
        let rejection = #expect(throws: SAMLRejection.self) {
            try person("<saml:Attribute Name=\"email\">\(values)</saml:Attribute>")
        }
        #expect(rejection?.code.name == code)
    }

    @Test func refusesRepeatedAttributesWhereThePolicySaysSo() throws {
        var forge = try ResponseForge()
        try forge.inAssertion(
            "</saml:AttributeStatement>",
            becomes: attribute("email", "eve@example.net") + "</saml:AttributeStatement>"
        )
        let response = try forge.response()
        let merging = try ResponseValidator(ForgeScene.circumstances()).validate(response)
        #expect(merging.attributes["email"]?.values == ["ada@example.com", "eve@example.net"])
        #expect(throws: SAMLRejection.self) { try ProviderAttributeNames.okta.mapping.person(from: merging.attributes) }
        let refusing = try ResponseValidator(ForgeScene.circumstances { $0.repeatedAttributes = .refused })
        #expect(#expect(throws: SAMLRejection.self) { try refusing.validate(response) }?.code.name == "SAML-ATTR-04")
    }

    /// attacks 1.6 #103: an account's key is bound as a NameID is, wherever it comes from.
    @Test(arguments: ["", " ", "a&#10;b", "\t", String(repeating: "a", count: 257)])
    func refusesASubjectAttributeThatNamesNobody(_ value: String) throws {
        var forge = try ResponseForge()
        try forge.inAssertion(
            "</saml:AttributeStatement>",
            becomes: attribute("id", value) + "</saml:AttributeStatement>"
        )
        let response = try forge.response()
        let validator = try ResponseValidator(ForgeScene.circumstances { $0.subject = .attribute("id") })
        #expect(#expect(throws: SAMLRejection.self) { try validator.validate(response) }?.code.name == "SAML-ATTR-05")
    }

    @Test func refusesASubjectAttributeWithTwoValues() throws {
        let response = try ResponseForge().response()
        for name in ["groups", "missing"] {
            let validator = try ResponseValidator(ForgeScene.circumstances { $0.subject = .attribute(name) })
            #expect(
                #expect(throws: SAMLRejection.self) { try validator.validate(response) }?.code.name == "SAML-ATTR-05"
            )
        }
    }
}
