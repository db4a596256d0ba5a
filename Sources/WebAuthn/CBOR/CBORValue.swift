/// A CBOR value (RFC 8949) of the kinds that authenticators send: no tags, no floating-point numbers, no indefinite
/// lengths.
package enum CBORValue: Sendable, Equatable {
    /// Major type 0.
    case unsigned(UInt64)
    /// Major type 1: the number −1 − n.
    case negative(UInt64)
    /// Major type 2.
    case bytes([UInt8])
    /// Major type 3.
    case text(String)
    /// Major type 4.
    case array([CBORValue])
    /// Major type 5.
    case map(CBORMap)
    /// The simple values 20 and 21.
    case bool(Bool)
    /// The simple value 22.
    case null

    /// The number, where it fits 64 bits.
    var integer: Int64? {
        switch self {
        case .unsigned(let number): Int64(exactly: number)
        case .negative(let number): Int64(exactly: number).map { -1 - $0 }
        case .bytes, .text, .array, .map, .bool, .null: nil
        }
    }

    var bytes: [UInt8]? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var array: [CBORValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    var map: CBORMap? {
        guard case .map(let map) = self else { return nil }
        return map
    }
}
