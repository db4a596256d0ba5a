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
    ])
    func readsElimitysAnswers(_ file: String) throws {
        let exchange = try SCIMBody.object(Vectors.bytes("scim/elimity/\(file)"))
        let response = try #require(exchange["response"]?.object)
        let definition = try ResourceReader.definition(of: response, among: [.user, .group])
        let resource = try ResourceReader.stored(response, as: definition)
        #expect(try ResourceReader.stored(resource.rendered(), as: definition) == resource)
    }

    /// Microsoft's collections by the names of their requests. What is not listed is read; the reasons stand beside.
    private static let refused: [String: SCIMErrorCode] = [
        // Not JSON, on purpose.
        "Post junk": .bodyNotJSON,
        // No userName, on purpose.
        "Post no username": .valueRequired,
        "Put a user no username": .valueRequired,
    ]

    @Test(arguments: ["PostmanCollection.json", "SCIM-Inbound.postman_collection.json"])
    func readsMicrosoftsBodies(_ file: String) throws {
        let requests = try MicrosoftCollection.requests(of: file)
        let bodies = requests.filter { !$0.body.isEmpty && $0.body != "\"SecureLogin\"" }
        #expect(bodies.count > 3)
        for request in bodies {
            let isUser = request.address.contains("/Users")
            #expect(
                refusal {
                    let body = try SCIMBody.object(Array(request.body.utf8))
                    switch request.method {
                    case "POST": _ = try ResourceReader.create(body, as: isUser ? .user : .group, profile: .entra)
                    case "PUT":
                        let standing = isUser ? try exampleUser() : try exampleGroup()
                        _ = try ResourceReader.replace(standing, with: body, profile: .entra)
                    default:
                        let standing = isUser ? try exampleUser() : try exampleGroup()
                        _ = try standing.patched(by: PatchRequest(body), profile: .entra)
                    }
                } == Self.refused[request.name],
                "\(request.name)"
            )
        }
    }

    /// Filters of Microsoft's collections, with the code of those refused.
    @Test(
        arguments: [
            (
                "PostmanCollection.json",
                [
                    // Unquoted mail domains: outside the grammar, and no identifier.
                    "filter eq and (val or val)": SCIMErrorCode.filterValue, "filter starts with": .filterValue,
                ]
            ),
            ("SCIM-Inbound.postman_collection.json", [:]),
        ] as [(String, [String: SCIMErrorCode])]
    )
    func readsMicrosoftsQueries(_ file: String, refused: [String: SCIMErrorCode]) throws {
        var filters = 0
        for request in try MicrosoftCollection.requests(of: file) where request.method == "GET" {
            guard let mark = request.address.firstIndex(of: "?"), request.address.contains("/Users") else { continue }
            let query = request.address[request.address.index(after: mark)...]
                .replacing("{{lastWatermark}}", with: "2024-01-01T00:00:00Z")
                .replacing("{{currentTime}}", with: "2024-01-01T00:00:00Z")
            #expect(
                refusal {
                    let list = try ListRequest(FormQuery(String(query)))
                    guard let text = list.filter else { return }
                    filters += 1
                    _ = try CheckedFilter.parse(text)
                } == refused[request.name],
                "\(request.name)"
            )
        }
        #expect(filters > 3)
    }
}

/// A Postman collection as a list of requests.
private enum MicrosoftCollection {
    struct Request {
        let name: String
        let method: String
        let address: String
        let body: String
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
