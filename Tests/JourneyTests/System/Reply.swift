import AsyncHTTPClient
import Encoding
import NIOCore
import NIOHTTP1

/// An HTTP answer, read to its end.
struct Reply: Sendable, CustomStringConvertible {
    let status: Int
    /// In the order of their arrival.
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    var json: JSONObject? { (try? StrictJSON.parse(body))?.object }

    /// The values of each field of that name, whatever its case.
    func header(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Without its body: tokens stay out of test reports.
    var description: String {
        let problem = json?["code"]?.string ?? json?["error"]?.string
        return "\(status) \(problem ?? "")"
    }
}

/// What is asked of a service.
struct Asking: Sendable {
    var method = "GET"
    var headers: [(String, String)] = []
    var body: [UInt8]?

    static func json(_ value: JSONValue) -> Asking {
        Asking(method: "POST", headers: [("Content-Type", "application/json")], body: value.serialized())
    }

    /// A form of names and values that need no escaping, as tokens do not.
    static func form(_ fields: [(String, String)]) -> Asking {
        let text = fields.map { "\($0)=\($1)" }.joined(separator: "&")
        return Asking(
            method: "POST",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(text.utf8)
        )
    }

    func bearing(_ token: String) -> Asking {
        with("Authorization", "Bearer \(token)")
    }

    func with(_ name: String, _ value: String) -> Asking {
        var asking = self
        asking.headers.append((name, value))
        return asking
    }

    /// Follows no redirect. Throws where the service does not answer.
    func send(to url: String) async throws -> Reply {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(Self.patienceSeconds))
        let content = try await response.body.collect(upTo: Self.maximumBytes)
        return Reply(
            status: Int(response.status.code),
            fields: response.headers.map { ($0.name, $0.value) },
            body: Array(content.readableBytesView)
        )
    }

    private static let patienceSeconds: Int64 = 30
    private static let maximumBytes = 4 << 20
    /// Lives as long as the test process, which closes its connections.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // A gateway that is gone is told at once: waiting for it would use up the time in which a refresh may be repeated.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
