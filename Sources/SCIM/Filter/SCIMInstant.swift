/// A point in time from an xsd:dateTime (RFC 7643 section 2.3.5), comparable whatever offset it was written with.
package struct SCIMInstant: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    package let seconds: Int64
    /// 0 to 999,999,999; digits beyond are cut.
    package let nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`, a day of the calendar, offset required: without one the instant would
    /// be anyone's guess.
    package init?(_ text: String) {
        var reader = DateTimeReader(text)
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), reader.take("T"), let hour = reader.digits(2), reader.take(":"),
            let minute = reader.digits(2), reader.take(":"), let second = reader.digits(2),
            (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year),
            hour < 24, minute < 60, second < 60,
            let fraction = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let days = Self.daysSinceEpoch(year: Int64(year), month: Int64(month), day: Int64(day))
        seconds = days * 86_400 + Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second) - offset
        nanoseconds = fraction
    }

    package static func < (first: SCIMInstant, second: SCIMInstant) -> Bool {
        (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The proleptic Gregorian calendar counted from 1 March, so that the leap day ends its year.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

private struct DateTimeReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Nanoseconds; zero where no fraction is written, nil where its dot stands alone.
    mutating func fraction() -> Int32? {
        guard take(".") else { return 0 }
        guard var value = digit().map(Int32.init) else { return nil }
        var places = 1
        while let next = digit() {
            if places < 9 {
                value = value * 10 + Int32(next)
                places += 1
            }
        }
        while places < 9 {
            value *= 10
            places += 1
        }
        return value
    }

    /// Seconds east of UTC, at most fourteen hours (XML Schema part 2 section 3.2.7.3).
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), take(":"), let minutes = digits(2), minutes < 60,
            hours * 60 + minutes <= 14 * 60
        else { return nil }
        return sign * Int64(hours * 3600 + minutes * 60)
    }

    private mutating func digit() -> Int? {
        guard position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 else { return nil }
        defer { position += 1 }
        return Int(bytes[position] - UInt8(ascii: "0"))
    }
}
