import HTTPTypes
import Testing

@testable import GatewayHTTP

/// attacks 5.7 #71 and #72.
@Suite struct AddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"),
        ("0.0.0.0", "0.0.0.0"),
        ("255.255.255.255", "255.255.255.255"),
        ("::", "::"),
        ("::1", "::1"),
        ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
        ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("fe80::1:2:3:4", "fe80::1:2:3:4"),
        // Mapped addresses are the IPv4 address, however they are spelt.
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:c000:0201", "192.0.2.1"),
        ("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"),
        // NAT64 and the old compatible form stay what they are.
        ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ("::192.0.2.1", "::c000:201"),
    ])
    func readsAddresses(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
    ])
    func countsASendersAddressesAsOneNetwork(address: String, network: String) {
        // attacks 5.1 #5
        #expect(IPAddress(address)?.network == network)
    }

    @Test(arguments: [
        "", " ", "unknown", "_hidden", "192.0.2", "192.0.2.1.1", "192.0.2.256", "192.0.2.01", "192.0.2.0x1",
        "0300.0.2.1", "3221225985", "192.0.2.1:80", " 192.0.2.1", "192.0.2.1 ", "192.0.2.-1", "192.0.2.+1",
        "[::1]", "[::1]:80", "fe80::1%eth0", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "::192.0.2.1:1", "::192.0.2.01", "1:", ":1",
        "192.0.2.1/32", "１.1.1.1", "::ffff:192.0.2.1.5",
    ])
    func refusesWhatIsNotAnAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true),
        ("10.0.0.0/8", "11.0.0.0", false),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("192.0.2.128/25", "192.0.2.127", false),
        ("192.0.2.128/25", "192.0.2.255", true),
        ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "2001:db8::1", true),
        ("::/0", "10.0.0.1", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false),
    ])
    func knowsWhatARangeHolds(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))
        let address = try #require(IPAddress(address))
        #expect(range.contains(address) == isIn)
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/8/8", "/8", "10.0.0.0/-1",
        "2001:db8::1/64", "2001:db8::/129", "::ffff:10.0.0.0/95", "localhost", "",
    ])
    func refusesRangesThatAreNotWhatTheySay(text: String) {
        #expect(AddressRange(text) == nil)
    }

    /// Peer 10.0.0.1 and 10.0.0.0/8 are trusted.
    @Test(arguments: [
        ("203.0.113.7", ["192.0.2.1"], "203.0.113.7"),
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.1, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.1, 192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.1,192.0.2.1 ,\t10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.1", "192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["::ffff:10.0.0.2"], "10.0.0.2"),
        ("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1:4711"], "10.0.0.1"),
        ("10.0.0.1", ["[2001:db8::1]"], "10.0.0.1"),
        ("10.0.0.1", ["fe80::1%eth0"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1,"], "10.0.0.1"),
        ("10.0.0.1", ["garbage, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.1, garbage, 10.0.0.2"], "10.0.0.1"),
    ])
    func believesTrustedProxiesOnly(peer: String, forwarded: [String], client: String) throws {
        var headers = HTTPFields()
        for value in forwarded { headers.append(HTTPField(name: .xForwardedFor, value: value)) }
        // Neither of these is ever read.
        headers[try #require(HTTPField.Name("Forwarded"))] = "for=192.0.2.99"
        headers[try #require(HTTPField.Name("X_Forwarded_For"))] = "192.0.2.98"
        headers[try #require(HTTPField.Name("X-Real-IP"))] = "192.0.2.97"
        let resolver = ClientAddress(trustedProxies: [try #require(AddressRange("10.0.0.0/8"))])
        let found = resolver.resolve(peer: try #require(IPAddress(peer)), headers: headers)
        #expect(found.description == client)
    }
}
