/// Bounds on a filter (attacks 5.6 #58; RFC 7644 names none).
package enum FilterLimits {
    /// Bytes of the text after form decoding.
    package static let bytes = 1024
    /// Nested parentheses, negations and brackets.
    package static let depth = 8
    /// Comparisons, `pr` included.
    package static let terms = 32
}
