import Foundation
import Glibc

/// HTTP/1.1 over one connection that is kept, with blocking calls: the least that a client can cost, since it takes its
/// share of the cores that are measured.
final class PlainHTTPClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer {
        let status: Int
        let body: ArraySlice<UInt8>
    }

    private static let roomBytes = 64 << 10
    private static let headEnd = Array("\r\n\r\n".utf8)

    private let port: UInt16
    private let authority: String
    private var socket: Int32 = -1
    private var room = [UInt8](repeating: 0, count: roomBytes)

    init(port: UInt16, authority: String) {
        self.port = port
        self.authority = authority
    }

    deinit { disconnect() }

    func post(_ path: String, type: String, _ body: String) throws -> Answer {
        if socket < 0 { try connect() }
        let head = """
            POST \(path) HTTP/1.1\r\nHost: \(authority)\r\nContent-Type: \(type)\r\n\
            Content-Length: \(body.utf8.count)\r\n\r\n
            """
        try send(Array(head.utf8) + body.utf8)
        return try receive()
    }

    private func connect() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe Glibc.connect(socket, $0, size) }
        }
        guard code == 0 else { throw Failure(description: "no connection to 127.0.0.1:\(port): errno \(errno)") }
    }

    private func disconnect() {
        if socket >= 0 { close(socket) }
        socket = -1
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { bytes in
                unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "the gateway took no request: errno \(errno)") }
            sent += count
        }
    }

    private func receive() throws -> Answer {
        var filled = 0
        var expected: Int?
        var head: [Substring] = []
        var bodyStart = 0
        while true {
            let count = unsafe room[filled...].withUnsafeMutableBytes { room in
                unsafe recv(socket, room.baseAddress, room.count, 0)
            }
            guard count > 0 else { throw Failure(description: "the gateway closed the connection") }
            filled += count
            if expected == nil, let end = room[..<filled].firstRange(of: Self.headEnd) {
                let text = String(decoding: room[..<end.lowerBound], as: UTF8.self)
                head = text.split(separator: "\r\n")
                bodyStart = end.upperBound
                expected = bodyStart + (Self.field("content-length", in: head).flatMap { Int($0) } ?? 0)
            }
            guard let expected else { continue }
            guard expected <= Self.roomBytes else { throw Failure(description: "an answer of \(expected) bytes") }
            if filled >= expected { break }
        }
        if Self.field("connection", in: head) == "close" { disconnect() }
        let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, body: room[bodyStart..<filled])
    }

    private static func field(_ name: String, in head: [Substring]) -> String? {
        for line in head.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
            return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }
}
