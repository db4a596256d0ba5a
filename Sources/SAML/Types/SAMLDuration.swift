/// A length of time as metadata writes it: `xs:duration` (XML Schema 2, section 3.2.6), in whole seconds.
///
/// Years and months have no fixed length; they are counted as 365 and 30 days, which is exact enough for a cache.
/// Negative durations, fractions and an empty `P` or `T` are refused.
package struct SAMLDuration: Sendable, Hashable {
    /// Seconds, from 0 to about 300 years.
    package let seconds: Int64

    /// Digits that one number of a duration may have.
    package static let mostDigits = 9

    private static let longest: Int64 = 300 * 365 * 86_400

    /// Reads `PnYnMnDTnHnMnS`; nil for anything else.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard reader.skip("P"), !reader.isAtEnd else { return nil }
        var total: Int64 = 0
        var units: [(mark: Unicode.Scalar, seconds: Int64)] = [("Y", 365 * 86_400), ("M", 30 * 86_400), ("D", 86_400)]
        var isInTime = false
        while !reader.isAtEnd {
            if reader.skip("T") {
                guard !isInTime, !reader.isAtEnd else { return nil }
                isInTime = true
                units = [("H", 3_600), ("M", 60), ("S", 1)]
            }
            guard let number = reader.number(mostDigits: Self.mostDigits) else { return nil }
            guard let position = units.firstIndex(where: { reader.skip($0.mark) }) else { return nil }
            total += number * units[position].seconds
            units.removeFirst(position + 1)
        }
        guard total <= Self.longest else { return nil }
        seconds = total
    }
}
