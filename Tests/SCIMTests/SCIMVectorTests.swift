import Encoding
import TestSupport
import Testing

@testable import SCIM

/// Bodies and filters that others recorded, read or refused as a table says.
@Suite(.enabled(if: Vectors.arePresent, "the public vectors are not there"))
struct SCIMVectorTests {
    /// elimity-com/scim, what Entra and Okta sent. `nil` is read, else the code it is refused with.
    @Test(
        arguments: [
            ("azuread/create_group.json", nil), ("azuread/create_user.json", nil), ("azuread/update_group.json", nil),
            ("azuread/update_user.json", nil), ("okta/create_group.json", nil), ("okta/create_user.json", nil),
            ("okta/update_group_membership.json", nil), ("okta/update_group_name.json", nil),
            ("okta/update_user.json", nil),
            ("okta/update_user_patch.json", nil),
        ] as [(String, SCIMErrorCode?)]
    )
    func readsElimitysRequests(_ file: String, code: SCIMErrorCode?) throws {
        let exchange = try SCIMBody.object(Vectors.bytes("scim/elimity/\(file)"))
        let body = try #require(exchange["request"]?.object)
        let path = exchange["path"]?.string ?? ""
        let isUser = path.hasPrefix("/Users")
        let profile: ClientProfile = file.hasPrefix("okta") ? .okta : .entra
        #expect(
            refusal {
                switch exchange["method"]?.string {
                case "POST": _ = try ResourceReader.create(body, as: isUser ? .user : .group, profile: profile)
                case "PUT": _ = try ResourceReader.replace(exampleUser(), with: body, profile: profile)
                default:
                    // The recorded answers tell which resource was meant.
                    var standing = isUser ? try exampleUser() : try exampleGroup()
                    let id = path.split(separator: "/").last.map(String.init) ?? ""
                    standing.attributes["id"] = .string(id)
                    _ = try standing.patched(by: PatchRequest(body), profile: profile)
                }
            } == code
        )
    }

    @Test(
        arguments: [
            ("attributes.json", ResourceDefinition.user, nil), ("complex.json", .user, nil),
            ("member.json", .group, nil),
        ] as [(String, ResourceDefinition, SCIMErrorCode?)]
    )
    func readsElimitysPatches(_ file: String, definition: ResourceDefinition, code: SCIMErrorCode?) throws {
        let body = try SCIMBody.object(Vectors.bytes("scim/elimity/patch/add/\(file)"))
        let standing = definition == .user ? try exampleUser() : try exampleGroup()
        #expect(refusal { _ = try standing.patched(by: PatchRequest(body)) } == code)
    }

    /// The answers that were recorded are resources to us as well.
    @Test(arguments: [
        "azuread/get_user_resp.json", "azuread/get_group.json", "okta/retrieve_user.json", "okta/retrieve_group.json",
        "azuread/create_user.json", "azuread/create_group.json", "azuread/update_user.json", "okta/create_user.json",
        "okta/create_group.json", "okta/update_user.json", "okta/update_user_patch.json", "okta/update_group_name.json",
    ])
    func readsElimitysAnswers(_ file: String) throws {
        let exchange = try SCIMBody.object(Vectors.bytes("scim/elimity/\(file)"))
        let response = try #require(exchange["response"]?.object)
        let definition = try ResourceReader.definition(of: response, among: [.user, .group])
        let resource = try ResourceReader.stored(response, as: definition)
        #expect(try ResourceReader.stored(resource.rendered(), as: definition) == resource)
    }

    /// Questions that were recorded: whom they find.
    @Test(
        arguments: [
            ("azuread/get_group_dn.json", ResourceDefinition.group), ("azuread/get_user_query_0.json", .user),
            ("azuread/get_user_query_resp.json", .user), ("okta/user_exists.json", .user),
        ]
    )
    func readsElimitysQueries(_ file: String, definition: ResourceDefinition) throws {
        let exchange = try SCIMBody.object(Vectors.bytes("scim/elimity/\(file)"))
        let query = try #require(exchange["path"]?.string?.split(separator: "?").last)
        let filter = try CheckedFilter.parse(
            try #require(try ListRequest(FormQuery(String(query))).filter),
            for: definition
        )
        for answer in exchange["response"]?.object?["Resources"]?.array ?? [] {
            let resource = try ResourceReader.stored(try #require(answer.object), as: definition)
            // The recorded values are not those that were asked for; one with the value that was asked for is found.
            let (reference, value) = try #require(filter.soleEquality)
            guard case .folded(let text) = value else { continue }
            var asked = resource
            asked.set(.string(text), of: reference.attribute)
            #expect(filter.matches(asked) && !filter.matches(exampleOfAnother(definition)))
        }
    }

    private func exampleOfAnother(_ definition: ResourceDefinition) -> SCIMResource {
        SCIMResource(definition, canonical: ["userName": "another", "displayName": "another"])
    }

    /// Their schemas' attributes are ours, with the same type, multiplicity and case.
    @Test(
        arguments: [
            ("user_schema.json", SCIMSchema.user), ("group_schema.json", .group),
            ("enterprise_user_schema.json", .enterpriseUser),
        ] as [(String, SCIMSchema)]
    )
    func publishesWhatElimityPublishes(_ file: String, schema: SCIMSchema) throws {
        let theirs = try SCIMBody.object(Vectors.bytes("scim/elimity/\(file)"))
        let attributes = try #require(theirs["attributes"]?.array)
        #expect(attributes.count > 1)
        for attribute in attributes.compactMap(\.object) {
            let name = try #require(attribute["name"]?.string)
            let ours = try #require(schema.attribute(named: name), "\(name)")
            #expect(attribute["type"]?.string == ours.type.rawValue, "\(name)")
            #expect(attribute["multiValued"]?.bool == ours.isMultiValued, "\(name)")
            for sub in attribute["subAttributes"]?.array?.compactMap(\.object) ?? [] {
                #expect(ours.subAttribute(named: sub["name"]?.string ?? "") != nil, "\(name).\(sub)")
            }
        }
    }

    /// No file is passed over: each is judged above, or stands here with the reason why it is not.
    @Test func judgesEveryFileOfElimity() throws {
        let judged: Set<String> = [
            "azuread/create_group.json", "azuread/create_user.json", "azuread/get_group.json",
            "azuread/get_group_dn.json", "azuread/get_user_query_0.json", "azuread/get_user_query_resp.json",
            "azuread/get_user_resp.json", "azuread/update_group.json", "azuread/update_user.json",
            "okta/create_group.json", "okta/create_user.json", "okta/retrieve_group.json", "okta/retrieve_user.json",
            "okta/update_group_membership.json", "okta/update_group_name.json", "okta/update_user.json",
            "okta/update_user_patch.json", "okta/user_exists.json", "patch/add/attributes.json",
            "patch/add/complex.json", "patch/add/member.json", "user_schema.json", "group_schema.json",
            "enterprise_user_schema.json",
        ]
        // A schema made up for their own unit tests: nobody sends it.
        let noTraffic: Set<String> = ["schema_test.json"]
        #expect(Set(try Vectors.files(under: "scim/elimity")) == judged.union(noTraffic))
    }

    /// Microsoft's collections by the names of their requests. What is not listed is read; the reasons stand beside.
    private static let refused: [String: SCIMErrorCode] = [
        // Not JSON, on purpose.
        "Post junk": .bodyNotJSON,
        // No userName, on purpose.
        "Post no username": .valueRequired,
        "Put a user no username": .valueRequired,
        // Unquoted mail domains: outside the grammar, and no identifier.
        "filter eq and (val or val)": .filterValue, "filter starts with": .filterValue,
    ]

    /// What a collection holds, so that no request is passed over: bodies, questions, addresses alone, and requests to
    /// Microsoft's token endpoint, which are not SCIM.
    struct Holding: Sendable, Equatable {
        var bodies = 0
        var queries = 0
        var addresses = 0
        var tokens = 0
    }

    @Test(
        arguments: [
            ("PostmanCollection.json", Holding(bodies: 35, queries: 11, addresses: 32, tokens: 1)),
            ("SCIM-Inbound.postman_collection.json", Holding(bodies: 7, queries: 6, addresses: 3, tokens: 1)),
        ]
    )
    func judgesEveryRequestOfMicrosoft(_ file: String, holding: Holding) throws {
        var judged = Holding()
        for request in try MicrosoftCollection.requests(of: file) {
            if request.name == "Get Token" {
                judged.tokens += 1
            } else if !request.body.isEmpty {
                judged.bodies += 1
                #expect(refusal { try read(request) } == Self.refused[request.name], "\(request.name)")
            } else if let query = request.query {
                judged.queries += 1
                #expect(
                    refusal { try read(query, for: request.definition) } == Self.refused[request.name],
                    "\(request.name)"
                )
            } else {
                #expect(request.method == "GET" || request.method == "DELETE", "\(request.name)")
                judged.addresses += 1
            }
        }
        #expect(judged == holding)
    }

    private func read(_ request: MicrosoftCollection.Request) throws {
        let body = try SCIMBody.object(Array(request.body.utf8))
        let standing = request.definition == .user ? try exampleUser() : try exampleGroup()
        switch request.method {
        case "POST": _ = try ResourceReader.create(body, as: request.definition, profile: .entra)
        case "PUT": _ = try ResourceReader.replace(standing, with: body, profile: .entra)
        case "PATCH": _ = try standing.patched(by: PatchRequest(body), profile: .entra)
        default: Issue.record("\(request.method) with a body")
        }
    }

    private func read(_ query: String, for definition: ResourceDefinition) throws {
        let list = try ListRequest(FormQuery(query))
        if let text = list.filter { _ = try CheckedFilter.parse(text, for: definition) }
        _ = try Projection(
            attributes: list.attributes,
            excludedAttributes: list.excludedAttributes,
            for: definition
        )
    }
}

/// A Postman collection as a list of requests.
private enum MicrosoftCollection {
    struct Request {
        let name: String
        let method: String
        let address: String
        let body: String

        var definition: ResourceDefinition { address.contains("/Groups") ? .group : .user }

        /// What stands behind the question mark, with times for Microsoft's placeholders.
        var query: String? {
            guard let mark = address.firstIndex(of: "?") else { return nil }
            return String(address[address.index(after: mark)...])
                .replacing("{{lastWatermark}}", with: "2024-01-01T00:00:00Z")
                .replacing("{{currentTime}}", with: "2024-01-01T00:00:00Z")
        }
    }

    static func requests(of file: String) throws -> [Request] {
        let collection = try StrictJSON.parse(Vectors.bytes("scim/microsoft/\(file)"))
        return requests(in: collection.object?["item"]?.array ?? [])
    }

    private static func requests(in items: [JSONValue]) -> [Request] {
        items.compactMap(\.object).flatMap { item -> [Request] in
            if let inner = item["item"]?.array { return requests(in: inner) }
            guard let request = item["request"]?.object else { return [] }
            let address = request["url"]?.string ?? request["url"]?.object?["raw"]?.string ?? ""
            return [
                Request(
                    name: item["name"]?.string ?? "",
                    method: request["method"]?.string ?? "",
                    address: address,
                    body: request["body"]?.object?["raw"]?.string ?? ""
                )
            ]
        }
    }
}
