/// A moment as SAML writes it: `xs:dateTime` in UTC with the zone `Z` (SAML Core 2.0, section 1.3.3).
///
/// Foundation's readers accept 30 February and 24:00:00, so this one is our own: four-digit years from 0001, a real day of a
/// real month, hours 0–23, seconds 0–59, up to seven digits of a fraction, `Z` and nothing else (attacks 1.6 #94, 1.9 #137).
package struct SAMLInstant: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Steps of 100 nanoseconds since 1970-01-01T00:00:00Z; seven digits of a fraction fit without loss.
    package let ticks: Int64

    /// Ticks in a second.
    package static let ticksPerSecond: Int64 = 10_000_000

    /// The most digits after the decimal point that are read: what .NET, the finest writer among IdPs, sends.
    package static let mostFractionDigits = 7

    /// Makes a moment from whole seconds since 1970-01-01T00:00:00Z, at most the year 9999 on either side.
    package init(secondsSince1970 seconds: Int64) {
        let bound: Int64 = 253_402_300_799
        ticks = min(max(seconds, -bound), bound) * Self.ticksPerSecond
    }

    private init(ticks: Int64) {
        self.ticks = ticks
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package var secondsSince1970: Int64 {
        let quotient = ticks / Self.ticksPerSecond
        return ticks % Self.ticksPerSecond < 0 ? quotient - 1 : quotient
    }

    package static func < (one: SAMLInstant, other: SAMLInstant) -> Bool { one.ticks < other.ticks }

    /// This moment, later by so many seconds (earlier where negative); saturates instead of overflowing.
    package func adding(seconds: Int64) -> SAMLInstant {
        let (step, overflowed) = seconds.multipliedReportingOverflow(by: Self.ticksPerSecond)
        let (sum, overflowedAgain) = ticks.addingReportingOverflow(step)
        if overflowed || overflowedAgain {
            return SAMLInstant(ticks: seconds < 0 ? .min : .max)
        }
        return SAMLInstant(ticks: sum)
    }

    /// Reads `YYYY-MM-DDThh:mm:ss[.f…]Z`; nil for anything else.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), year >= 1, reader.skip("-"),
            let month = reader.number(digits: 2), (1...12).contains(month), reader.skip("-"),
            let day = reader.number(digits: 2), day >= 1, day <= Self.days(inMonth: month, of: year), reader.skip("T"),
            let hour = reader.number(digits: 2), hour <= 23, reader.skip(":"),
            let minute = reader.number(digits: 2), minute <= 59, reader.skip(":"),
            let second = reader.number(digits: 2), second <= 59
        else { return nil }
        var fraction: Int64 = 0
        if reader.skip(".") {
            guard let ticks = reader.fraction(mostDigits: Self.mostFractionDigits) else { return nil }
            fraction = ticks
        }
        guard reader.skip("Z"), reader.isAtEnd else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
        ticks = seconds * Self.ticksPerSecond + fraction
    }

    /// `YYYY-MM-DDThh:mm:ssZ`, the form that our own messages carry; fractions are dropped.
    package var description: String {
        let seconds = secondsSince1970
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        let (year, month, day) = Self.civil(daysSince1970: days)
        let date = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
        return "\(date)T\(padded(rest / 3_600, to: 2)):\(padded(rest / 60 % 60, to: 2)):\(padded(rest % 60, to: 2))Z"
    }

    private func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    // MARK: The proleptic Gregorian calendar

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01; years are counted from March, so that the leap day is the last of a year, in cycles of 400
    /// years that have 146,097 days each.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

/// Reads fixed runs of ASCII digits and single characters from the front of a text.
struct DigitReader {
    private let octets: [UInt8]
    private var place = 0

    init(_ text: String) {
        octets = Array(text.utf8)
    }

    var isAtEnd: Bool { place == octets.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard !isAtEnd, UInt32(octets[place]) == character.value else { return false }
        place += 1
        return true
    }

    /// Exactly so many digits.
    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// One to so many digits, as a number; nil without any digit, or with more.
    mutating func number(mostDigits: Int) -> Int64? {
        guard var value = digit() else { return nil }
        for _ in 1..<mostDigits {
            guard let digit = digit() else { return value }
            value = value * 10 + digit
        }
        return nextIsDigit ? nil : value
    }

    /// The digits after a decimal point as a number of that many places; nil without any digit, or with more.
    mutating func fraction(mostDigits: Int) -> Int64? {
        guard nextIsDigit else { return nil }
        var value: Int64 = 0
        for _ in 0..<mostDigits {
            value = value * 10 + (digit() ?? 0)
        }
        return nextIsDigit ? nil : value
    }

    private var nextIsDigit: Bool {
        !isAtEnd && octets[place] >= 0x30 && octets[place] <= 0x39
    }

    private mutating func digit() -> Int64? {
        guard nextIsDigit else { return nil }
        defer { place += 1 }
        return Int64(octets[place]) - 0x30
    }
}
