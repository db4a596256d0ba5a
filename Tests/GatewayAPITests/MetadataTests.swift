import Encoding
import GatewayHTTP
import HTTPTypes
import Testing

@testable import GatewayAPI

@Suite struct MetadataTests {
    /// What is announced is there: every address of ours in the metadata is one of a route's.
    @Test func announcesOnlyWhatIsThere() throws {
        let url = try PublicURL("https://id.example.com")
        let metadata = try #require(ServeMetadata.metadata(url).object)
        #expect(metadata["issuer"] == "https://id.example.com")
        for member in metadata where member.name.hasSuffix("_endpoint") || member.name.hasSuffix("_uri") {
            let address = try #require(member.value.string)
            #expect(address.hasPrefix("https://id.example.com/"), "\(member.name)")
        }
    }

    @Test(arguments: [
        (["wait=30"], 30), (["respond-async, wait=10"], 10), (["WAIT = 5; x=1"], 5), (["a=b", "wait=7"], 7),
        (["wait=\"3\""], 3), (["wait=1, wait=2"], 1), (["wait=-1"], nil), (["wait=x"], nil), (["wait"], nil),
        ([""], nil), ([], nil), (["wait=99999999999999999999"], nil),
    ])
    func readsHowLongToWait(values: [String], seconds: Int?) {
        var headers = HTTPFields()
        for value in values { headers.append(HTTPField(name: .prefer, value: value)) }
        #expect(Preference.waitSeconds(headers) == seconds)
    }
}
