public import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import TokenVerification

/// Fetches over AsyncHTTPClient: certificates checked, no redirect followed, no proxy of the environment, the body cut off
/// at its bound, all of it within the request's time.
public struct AsyncHTTPClientFetcher: TokenVerificationFetcher {
    private let client: HTTPClient

    /// Why there is no answer.
    public enum Failure: Error, Equatable, Sendable {
        /// The answer was not complete in time.
        case timedOut
    }

    /// The client of all fetchers that are not given one. It lives as long as the process, which closes its connections.
    private static let shared = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

    /// Settings that a client for this purpose should have.
    public static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        return configuration
    }

    /// A fetcher over the process's own client.
    public init() {
        client = Self.shared
    }

    /// A fetcher over a client of the host's, say one that trusts a private certificate authority. Start from
    /// ``configuration``: a client that follows redirects can be led elsewhere.
    public init(client: HTTPClient) {
        self.client = client
    }

    /// The answer to a GET; see `TokenVerificationFetcher`.
    public func fetch(_ request: FetchRequest) async throws -> FetchResponse {
        try await withThrowingTaskGroup(of: FetchResponse.self) { group in
            group.addTask { try await answer(to: request) }
            // The client's own deadline ends with the header; a slow body has to end too.
            group.addTask {
                try await Task.sleep(for: .seconds(request.timeoutSeconds))
                throw Failure.timedOut
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw Failure.timedOut }
            return response
        }
    }

    private func answer(to request: FetchRequest) async throws -> FetchResponse {
        var message = HTTPClientRequest(url: request.url)
        for header in request.headers { message.headers.add(name: header.name, value: header.value) }
        let response = try await client.execute(message, timeout: .seconds(Int64(request.timeoutSeconds)))
        let body = try await response.body.collect(upTo: request.maximumBytes)
        return FetchResponse(
            status: Int(response.status.code),
            headers: response.headers.map { FetchHeader(name: $0.name, value: $0.value) },
            body: Array(body.readableBytesView)
        )
    }
}
