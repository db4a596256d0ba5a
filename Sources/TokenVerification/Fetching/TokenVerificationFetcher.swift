/// How the verifier gets a document from the gateway. `TokenVerificationHTTPClient` has one over AsyncHTTPClient.
///
/// An implementation checks the server's certificate, follows no redirect, and stops reading at
/// ``FetchRequest/maximumBytes``.
public protocol TokenVerificationFetcher: Sendable {
    /// The answer to a GET. Throws when there is none in time, or it is too long.
    func fetch(_ request: FetchRequest) async throws -> FetchResponse
}

/// A GET request.
public struct FetchRequest: Sendable, Equatable {
    /// An absolute https address; http on loopback only.
    public var url: String
    /// Header fields to send.
    public var headers: [FetchHeader]
    /// Longest time in seconds until the whole answer is there.
    public var timeoutSeconds: Int
    /// Longest body in bytes.
    public var maximumBytes: Int

    /// The request as given.
    public init(url: String, headers: [FetchHeader], timeoutSeconds: Int, maximumBytes: Int) {
        self.url = url
        self.headers = headers
        self.timeoutSeconds = timeoutSeconds
        self.maximumBytes = maximumBytes
    }
}

/// A header field.
public struct FetchHeader: Sendable, Equatable {
    /// The field's name, in any case.
    public var name: String
    /// The field's value.
    public var value: String

    /// The field as given.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// An answer.
public struct FetchResponse: Sendable, Equatable {
    /// The status code.
    public var status: Int
    /// The header fields of the answer.
    public var headers: [FetchHeader]
    /// The body, decoded from its transfer coding.
    public var body: [UInt8]

    /// The answer as given.
    public init(status: Int, headers: [FetchHeader] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
