import Testing
import TokenVerification

/// attacks 5.4 #40: keys come over TLS from the one address.
@Suite struct GatewayAddressTests {
    private func fault(_ address: String) -> GatewayAddress.Fault? {
        do throws(GatewayAddress.Fault) {
            _ = try GatewayAddress(address)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "https://id.example.com", "https://id.example.com:8443", "https://example.com/gateway", "http://localhost:8080",
        "http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost", "http://localhost/gateway",
    ])
    func takesHTTPSAndLoopback(address: String) {
        #expect(fault(address) == nil)
    }

    @Test(arguments: [
        "http://id.example.com", "http://localhost.evil.example", "http://localhostevil", "http://127.0.0.1.nip.io",
        "http://127.0.0.10:80", "ftp://id.example.com", "id.example.com", "", "HTTPS://id.example.com", "file:/etc",
    ])
    func refusesWhatIsNotTLS(address: String) {
        #expect(fault(address) == .notHTTPS)
    }

    @Test(arguments: [
        "https://id.example.com/", "https://id.example.com?x=1", "https://id.example.com#x", "https://",
        "https://user:secret@id.example.com", "https://good\\@evil.example", "https://id.example.com\n",
        "https://id.example .com", "https://idé.example", "http://localhost:8080@evil.example",
    ])
    func refusesWhatIsNotPlain(address: String) {
        #expect(fault(address) == .notPlain)
    }
}
