package import FoundationEssentials

/// A value that may be interpolated into ``SQL``.
///
/// A type of one's own over such a value conforms by one line: `extension WorkspaceID: PostgresEncodable {}` where it is
/// `RawRepresentable`.
package protocol PostgresEncodable: Sendable {
    static var postgresType: PostgresType { get }

    /// The value in the form of its ``postgresType``; nil is NULL.
    var postgresBytes: [UInt8]? { get }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    package static var postgresType: PostgresType { RawValue.postgresType }
    package var postgresBytes: [UInt8]? { rawValue.postgresBytes }
}

extension String: PostgresEncodable {
    package static var postgresType: PostgresType { .inferred }
    package var postgresBytes: [UInt8]? { Array(utf8) }
}

extension Bool: PostgresEncodable {
    package static var postgresType: PostgresType { .bool }
    package var postgresBytes: [UInt8]? { [self ? 1 : 0] }
}

extension Int: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }
    package var postgresBytes: [UInt8]? { Int64(self).networkBytes }
}

extension Int64: PostgresEncodable {
    package static var postgresType: PostgresType { .int8 }
    package var postgresBytes: [UInt8]? { networkBytes }
}

extension Int32: PostgresEncodable {
    package static var postgresType: PostgresType { .int4 }
    package var postgresBytes: [UInt8]? { networkBytes }
}

extension Double: PostgresEncodable {
    package static var postgresType: PostgresType { .float8 }
    package var postgresBytes: [UInt8]? { bitPattern.networkBytes }
}

extension UUID: PostgresEncodable {
    package static var postgresType: PostgresType { .uuid }
    package var postgresBytes: [UInt8]? {
        let u = uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }
}

/// A moment as `timestamptz`: whole microseconds, rounded to the nearest.
extension Date: PostgresEncodable {
    package static var postgresType: PostgresType { .timestamptz }
    package var postgresBytes: [UInt8]? {
        let microseconds = ((timeIntervalSinceReferenceDate + Self.serverEpochOffset) * 1_000_000).rounded()
        // Beyond what the server can hold the nearest it can: its own range is 4713 BC to AD 294276.
        return Int64(microseconds.clamped(to: -2e17...9e18)).networkBytes
    }

    /// Seconds from the server's epoch (2000-01-01) to Foundation's (2001-01-01).
    static let serverEpochOffset: TimeInterval = 366 * 86_400
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: PostgresType { Wrapped.postgresType }
    package var postgresBytes: [UInt8]? { flatMap(\.postgresBytes) }
}

extension FixedWidthInteger {
    /// Big-endian.
    var networkBytes: [UInt8] {
        (0..<(Self.bitWidth / 8)).reversed().map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
