package import HTTPTypes

/// A mark of some content, by which a cache tells that it has changed. It keeps nothing secret and proves nothing: FNV-1a,
/// 64 bits.
package struct ContentVersion: Sendable, CustomStringConvertible {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    package init(_ bytes: [UInt8]) {
        add(bytes)
    }

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    package var description: String { String(hash, radix: 36) }
}

extension Answer {
    /// The same answer with its ETag, or 304 where the asker has this very content (RFC 9110 sections 8.8.3 and 13.1.2).
    package func revalidated(by headers: HTTPFields) -> Answer {
        let tag = "\"\(ContentVersion(body))\""
        let held = (headers[.ifNoneMatch] ?? "").split(separator: ",").map { item in
            let plain = item.drop { $0 == " " }
            return plain.hasPrefix("W/") ? String(plain.dropFirst(2)) : String(plain)
        }
        var answer = self
        answer.headers[.eTag] = tag
        guard held.contains(tag) || held == ["*"] else { return answer }
        answer.status = .notModified
        answer.headers[.contentType] = nil
        answer.body = []
        return answer
    }
}
