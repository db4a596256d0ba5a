import Encoding
import Testing

@testable import SCIM

/// scim.md 1.8.
struct SCIMErrorTests {
    @Test func rendersTheStatusAsAString() {
        #expect(
            SCIMError(.notUnique, "userName is taken.").body.text
                == #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"userName is taken."}"#
        )
        #expect(SCIMError(.notFound).body.text.contains(#""status":"404","detail":"There is no such resource.""#))
    }

    /// The catalogue: `SCIM-<CHECK>-<NN>`, each code once, each with reason and cure.
    @Test func everyCodeHasReasonAndCure() {
        for code in SCIMErrorCode.allCases {
            #expect(code.rawValue.wholeMatch(of: /SCIM-[A-Z]+-[0-9]{2}/) != nil)
            let entry = code.entry
            #expect(entry.reason.hasSuffix(".") && entry.cure.hasSuffix("."))
            #expect([400, 403, 404, 409, 412, 413, 501].contains(entry.status))
            // RFC 7644 table 9: a scimType stands with 400, uniqueness with 409.
            #expect(entry.type == nil || entry.status == (entry.type == .uniqueness ? 409 : 400))
        }
    }

    /// A client's text is repeated escaped and cut.
    @Test func quotesClientsTextSafely() throws {
        let error = #expect(throws: SCIMError.self) {
            try exampleUser().patched(#"{"op":"add","path":"\r\nSet-Cookie: x","value":1}"#)
        }
        #expect(error?.detail == #""\r\nSet-Cookie: x" is not a path."#)
        let long = #expect(throws: SCIMError.self) { try SCIMFilter.parse(String(repeating: "x", count: 900)) }
        #expect((long?.detail.utf8.count ?? 0) < 200)
    }

    /// attacks 5.6 #69: filtering a discovery document is 403.
    @Test func refusesFiltersOnDiscovery() {
        #expect(SCIMErrorCode.filterOnDiscovery.entry.status == 403)
    }
}
