import Encoding
import Foundation
import SCIM

/// What the SCIM engine costs on one core: a full user read, patched and written beside Foundation's JSON coders over the
/// same bytes into plain structs; a typical filter of Entra's beside Foundation's decoder for a body of that length; and
/// how a group PATCH grows with the members it names.
enum SCIMBenchmark {
    private static let rounds = 5

    static func run() throws -> [Measurement] {
        let user = Array(userBody.utf8)
        let userData = Data(user)
        let change = try PatchRequest(SCIMBody.object(Array(changeBody.utf8)))
        let filterBody = Data(#"{"filter":"\#(String(repeating: "x", count: filterText.utf8.count - 13))"}"#.utf8)
        let few = try PatchRequest(SCIMBody.object(groupChange(members: 1_000)))
        let many = try PatchRequest(SCIMBody.object(groupChange(members: 10_000)))
        let group = SCIMResource(.group, canonical: ["id": "g", "displayName": "G"])
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()

        // In turn, so that a neighbour's load strikes all alike; the best round of each counts.
        var (ours, coders, filters, decoded, fewRate, manyRate) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for _ in 0..<rounds {
            ours = max(
                ours,
                try rate(times: 4_000) {
                    let read = try ResourceReader.create(SCIMBody.object(user), as: .user, profile: .entra).resource
                    let patched = try read.patched(by: change, profile: .entra).resource
                    return JSONValue.object(patched.rendered()).serialized().count
                }
            )
            coders = max(
                coders,
                try rate(times: 4_000) {
                    var plain = try decoder.decode(PlainUser.self, from: userData)
                    plain.displayName = "Barbara"
                    return try encoder.encode(plain).count
                }
            )
            filters = max(
                filters,
                try rate(times: 40_000) {
                    var report = LeniencyReport()
                    return try CheckedFilter.parse(filterText, for: .user, report: &report) == .nothing ? 0 : 1
                }
            )
            decoded = max(
                decoded,
                try rate(times: 40_000) { try decoder.decode(PlainFilter.self, from: filterBody).filter.utf8.count }
            )
            fewRate = max(fewRate, try rate(times: 100) { try membership(of: group, few) })
            manyRate = max(manyRate, try rate(times: 10) { try membership(of: group, many) })
        }
        return [
            Measurement(
                name: "scim-user",
                ours: ours,
                unit: "1/s",
                against: "JSONDecoder + JSONEncoder",
                theirs: coders,
                goal: 0.3
            ),
            Measurement(
                name: "scim-filter",
                ours: filters,
                unit: "1/s",
                against: "JSONDecoder, same length",
                theirs: decoded,
                goal: 1
            ),
            // Ten times the members in at most twelve times the time.
            Measurement(
                name: "scim-group-patch",
                ours: manyRate * 12,
                unit: "1/s",
                against: "1,000 members (10,000 times 12)",
                theirs: fewRate,
                goal: 1
            ),
        ]
    }

    private static func membership(of group: SCIMResource, _ request: PatchRequest) throws -> Int {
        try group.patched(by: request, members: .notLoaded).membership.added.count
    }

    /// Turns a second. What the work answers is summed up, so that none of it can be left out.
    private static func rate(times: Int, _ work: () throws -> Int) throws -> Double {
        var sum = 0
        let start = ContinuousClock.now
        for _ in 0..<times { sum &+= try work() }
        let spent = ContinuousClock.now - start
        precondition(sum > 0)
        return Double(times) / (spent / .seconds(1))
    }

    private static let filterText =
        #"emails[type eq "work"].value eq "barbara.jensen@example.com" and externalId eq "701984""#

    private static let changeBody = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
        {"op":"Replace","path":"displayName","value":"Barbara"},
        {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"barbara@example.com"},
        {"op":"Replace","path":"active","value":"False"}]}
        """

    private static func groupChange(members: Int) -> [UInt8] {
        let list = (0..<members).map { #"{"value":"2819c223-7f76-453a-919d-\#(100_000 + $0)"}"# }
        let operation = #"{"op":"Add","path":"members","value":[\#(list.joined(separator: ","))]}"#
        return Array(
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operation)]}"#.utf8
        )
    }
}

// MARK: The same user as plain structs, for Foundation's coders

private struct PlainFilter: Codable {
    var filter: String
}

private struct PlainUser: Codable {
    struct Name: Codable {
        var formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix: String?
    }

    struct Value: Codable {
        var value, display, type: String?
        var primary: Bool?
    }

    struct Address: Codable {
        var type, streetAddress, locality, region, postalCode, country, formatted: String?
        var primary: Bool?
    }

    struct Enterprise: Codable {
        struct Manager: Codable {
            var value, displayName: String?
        }

        var employeeNumber, costCenter, organization, division, department: String?
        var manager: Manager?
    }

    enum CodingKeys: String, CodingKey {
        case schemas, externalId, userName, name, displayName, nickName, profileUrl, emails, addresses, phoneNumbers,
            ims
        case photos, userType, title, preferredLanguage, locale, timezone, active
        case enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    }

    var schemas: [String]
    var externalId: String?
    var userName: String
    var name: Name?
    var displayName, nickName, profileUrl, userType, title, preferredLanguage, locale, timezone: String?
    var emails, phoneNumbers, ims, photos: [Value]?
    var addresses: [Address]?
    var active: Bool?
    var enterprise: Enterprise?
}

private let userBody = """
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    "externalId":"701984","userName":"bjensen@example.com","name":{"formatted":"Ms. Barbara J Jensen, III",
    "familyName":"Jensen","givenName":"Barbara","middleName":"Jane","honorificPrefix":"Ms.","honorificSuffix":"III"},
    "displayName":"Babs Jensen","nickName":"Babs","profileUrl":"https://login.example.com/bjensen",
    "emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.example","type":"home"}],
    "addresses":[{"type":"work","streetAddress":"100 Universal City Plaza","locality":"Hollywood","region":"CA",
    "postalCode":"91608","country":"USA","formatted":"100 Universal City Plaza\\nHollywood, CA 91608 USA","primary":true},
    {"type":"home","streetAddress":"456 Hollywood Blvd","locality":"Hollywood","region":"CA","postalCode":"91608",
    "country":"USA","formatted":"456 Hollywood Blvd\\nHollywood, CA 91608 USA"}],
    "phoneNumbers":[{"value":"555-555-5555","type":"work"},{"value":"555-555-4444","type":"mobile"}],
    "ims":[{"value":"someaimhandle","type":"aim"}],
    "photos":[{"value":"https://photos.example.com/profilephoto/72930000000Ccne/F","type":"photo"},
    {"value":"https://photos.example.com/profilephoto/72930000000Ccne/T","type":"thumbnail"}],
    "userType":"Employee","title":"Tour Guide","preferredLanguage":"en-US","locale":"en-US",
    "timezone":"America/Los_Angeles","active":true,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","costCenter":"4130",
    "organization":"Universal Studios","division":"Theme Park","department":"Tour Operations",
    "manager":{"value":"26118915-6090-4610-87e4-49d8ca9f808d","displayName":"John Smith"}}}
    """
