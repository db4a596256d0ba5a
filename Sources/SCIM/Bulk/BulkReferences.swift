import Encoding

/// `bulkId:x` within texts: the id that a POST of the same request will give (RFC 7644 section 3.7.2).
enum BulkReferences {
    private static let marker = Array("bulkId:".utf8)

    /// Whether a byte ends an id: what may stand behind one in an address or a path with a filter.
    static func ends(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "]") || byte < 0x20
    }

    /// The ids that an operation refers to, in their order.
    static func ids(in operation: BulkOperation) -> [String] {
        var ids: [String] = []
        _ = replaced(in: operation.path) { id in
            ids.append(id)
            return nil
        }
        if let data = operation.data { collect(from: data, into: &ids) }
        return ids
    }

    static func ids(in value: JSONValue) -> [String] {
        var ids: [String] = []
        collect(from: value, into: &ids)
        return ids
    }

    /// The operation with every reference replaced that `resolve` knows.
    static func resolved(_ operation: BulkOperation, _ resolve: (String) -> String?) -> BulkOperation {
        var operation = operation
        operation.path = replaced(in: operation.path, resolve)
        operation.data = operation.data.map { resolved($0, resolve) }
        return operation
    }

    static func resolved(_ value: JSONValue, _ resolve: (String) -> String?) -> JSONValue {
        switch value {
        case .string(let text): return .string(replaced(in: text, resolve))
        case .array(let values): return .array(values.map { resolved($0, resolve) })
        case .object(let object):
            return .object(
                JSONObject(object.members.map { JSONMember(name: $0.name, value: resolved($0.value, resolve)) })
            )
        case .null, .bool, .number: return value
        }
    }

    private static func collect(from value: JSONValue, into ids: inout [String]) {
        switch value {
        case .string(let text):
            _ = replaced(in: text) { id in
                ids.append(id)
                return nil
            }
        case .array(let values): for value in values { collect(from: value, into: &ids) }
        case .object(let object): for member in object { collect(from: member.value, into: &ids) }
        case .null, .bool, .number: break
        }
    }

    /// A reference stands at the start of a text, behind a slash or behind a quotation mark.
    private static func replaced(in text: String, _ resolve: (String) -> String?) -> String {
        guard text.utf8.count > marker.count else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let mayBegin = place == 0 || bytes[place - 1] == UInt8(ascii: "/") || bytes[place - 1] == UInt8(ascii: "\"")
            guard mayBegin, bytes[place...].starts(with: marker) else {
                result.append(bytes[place])
                place += 1
                continue
            }
            var end = place + marker.count
            while end < bytes.count, !ends(bytes[end]) { end += 1 }
            let id = String(decoding: bytes[(place + marker.count)..<end], as: UTF8.self)
            if !id.isEmpty, let replacement = resolve(id) {
                result += Array(replacement.utf8)
            } else {
                result += bytes[place..<end]
            }
            place = end
        }
        return String(decoding: result, as: UTF8.self)
    }
}
