import Encoding
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Testing

@testable import GatewayHTTP

/// What llhttp and the frame make of bytes that two servers could cut in two ways (attacks 5.7 #74), over a real socket.
@Suite struct RawConnectionTests {
    /// Sends `text` on a connection of its own and returns all that came until the other side closed.
    private func exchange(_ text: String) async throws -> String {
        let frame = Frame(
            .probe(.post, "/probe", body: .form([])),
            .probe(.get, "/secret", endpoint: .open { _ in .json(["answer": "smuggled"]) }),
            .probe(.get, "/probe")
        )
        var plain = frame
        plain.publicURL = "http://localhost"
        let application = Application(
            responder: try plain.responder(),
            server: GatewayServer.builder(nil),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0))
        )
        return try await application.test(.live) { client in
            let port = try #require(client.port)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: text))
                var received = ""
                do {
                    for try await part in inbound { received += String(buffer: part) }
                } catch {
                    // A reset after the answer is an end as well.
                }
                return received
            }
        }
    }

    private static let head =
        "POST /probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\n"
    private static let smuggled = "GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test func answersAPlainRequest() async throws {
        #expect(try await exchange(Self.head + "Content-Length: 3\r\n\r\na=1").hasPrefix("HTTP/1.1 200 "))
    }

    @Test(arguments: [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled,
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + smuggled,
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled,
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + smuggled,
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
        "Content-Length: +0\r\n\r\n" + smuggled,
        "Content-Length: 0x0\r\n\r\n" + smuggled,
        "Host: evil.example\r\nContent-Length: 0\r\n\r\n",
        "X: a\u{0}b\r\nContent-Length: 0\r\n\r\n",
    ])
    func refusesWhatCouldBeCutInTwoWays(rest: String) async throws {
        let answer = try await exchange(Self.head + rest)
        #expect(answer.hasPrefix("HTTP/1.1 4") || answer.isEmpty)
        #expect(!answer.contains("smuggled"))
        #expect(answer.components(of: "HTTP/1.1 ") <= 1)
    }

    @Test func boundsTheHead() async throws {
        let long = "X: " + String(repeating: "x", count: ConnectionLimits.headerBytes) + "\r\n"
        #expect(try await exchange(Self.head + long + "\r\n").hasPrefix("HTTP/1.1 4"))
        let many = String(repeating: "X: y\r\n", count: ConnectionLimits.headerFields + 1)
        #expect(try await exchange(Self.head + many + "\r\n").hasPrefix("HTTP/1.1 4"))
    }

    /// The path of a target in absolute form is routed; its host decides nothing (attacks 5.7 #73).
    @Test func takesTheHostFromTheHostFieldAlone() async throws {
        let text = "GET http://evil.example/probe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        #expect(try await exchange(text).hasPrefix("HTTP/1.1 200 "))
        let other = "GET http://localhost/probe HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        #expect(try await exchange(other).hasPrefix("HTTP/1.1 421 "))
        let none = "GET /probe HTTP/1.1\r\nConnection: close\r\n\r\n"
        #expect(try await exchange(none).hasPrefix("HTTP/1.1 421 "))
    }
}

extension String {
    /// How often `part` stands in the string.
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
