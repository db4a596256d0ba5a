import Encoding
import Secrets

/// Makes and reads the cursors of RFC 9865: the place where the next page begins, an end of validity, and a code over
/// both and over all that the query is bound to, so that a forged cursor, or one of another query, workspace or
/// connection, is refused and no page is answered that was not asked for.
package struct ListCursors: Sendable {
    /// What a cursor belongs to.
    package struct Binding: Sendable {
        private let parts: [String]

        /// All that must be equal from page to page: the workspace, the connection, the endpoint and the query.
        package init(workspace: String, connection: String, endpoint: String, request: ListRequest) {
            parts =
                [
                    workspace, connection, endpoint, request.filter ?? "", request.sortBy ?? "",
                    request.isDescending ? "descending" : "ascending", String(request.count),
                ] + [request.attributes.joined(separator: ","), request.excludedAttributes.joined(separator: ",")]
        }

        /// Each part with its length before it, so that no two bindings have the same bytes.
        fileprivate var bytes: [UInt8] {
            parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
        }
    }

    /// Where a page begins.
    package struct Place: Sendable, Equatable {
        /// What the order calls the last resource before it; storage's own.
        package let key: [UInt8]
        package let isBackwards: Bool

        /// Bytes of a key, so that a cursor fits a query beside a filter.
        package static let maximumBytes = 512

        /// Nil where the key is longer than ``maximumBytes``: no cursor is made that would be refused.
        package init?(key: [UInt8], isBackwards: Bool = false) {
            guard key.count <= Self.maximumBytes else { return nil }
            self.key = key
            self.isBackwards = isBackwards
        }
    }

    private static let version: UInt8 = 1
    /// Bytes of a cursor's text, so that nothing long is decoded: a key, ten bytes before it and a code of 64, in base64.
    private static let maximumText = 1024

    private let authenticate: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameter authenticate: a message authentication code under a key of ours; of 16 bytes at least.
    package init(authenticate: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.authenticate = authenticate
    }

    /// The cursor's text: base64url, whose letters are all unreserved in URIs (RFC 9865 section 2.1).
    ///
    /// - Parameter expiry: seconds since 1970.
    package func text(for place: Place, binding: Binding, expiry: Int64) -> String {
        var payload: [UInt8] = [Self.version, place.isBackwards ? 1 : 0]
        for shift in stride(from: 56, through: 0, by: -8) { payload.append(UInt8(truncatingIfNeeded: expiry >> shift)) }
        payload += place.key
        let code = authenticate(payload + binding.bytes)
        return Base64URL.encode([UInt8(code.count)] + code + payload)
    }

    /// - Parameter now: seconds since 1970.
    /// - Throws: `SCIM-LIST-06` (invalidCursor) or `SCIM-LIST-07` (expiredCursor).
    package func place(of text: String, binding: Binding, now: Int64) throws(SCIMError) -> Place {
        guard text.utf8.count <= Self.maximumText, let bytes = try? Base64URL.decode(text),
            let length = bytes.first, length >= 16, bytes.count >= Int(length) + 11
        else { throw SCIMError(.cursorInvalid) }
        let code = bytes[1..<(1 + Int(length))]
        let payload = Array(bytes[(1 + Int(length))...])
        guard ConstantTime.equal(code, authenticate(payload + binding.bytes)) else { throw SCIMError(.cursorInvalid) }
        guard payload[0] == Self.version, payload[1] <= 1 else { throw SCIMError(.cursorInvalid) }
        let expiry = payload[2..<10].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard now < expiry else { throw SCIMError(.cursorExpired) }
        guard let place = Place(key: Array(payload[10...]), isBackwards: payload[1] == 1) else {
            throw SCIMError(.cursorInvalid)
        }
        return place
    }
}
