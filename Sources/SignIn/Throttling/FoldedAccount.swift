@_spi(_Unicode) import Swift

/// What is typed as a mail address, as tries are counted: all ways to write about the same are one (attacks 5.1 #5).
///
/// Coarser than any comparison that decides who somebody is (`EmailAddress` has that one): letter case, accents, width,
/// what can't be seen, and whatever stands behind a `+` are gone. Two addresses that meet here share a counter, no more.
package struct FoldedAccount: Hashable, Sendable {
    /// More than any address has; what is longer is cut off, and counts as one with all that begins alike.
    static let maximumBytes = 320

    package let bytes: [UInt8]

    package init(_ typed: String) {
        let head = String(decoding: typed.utf8.prefix(Self.maximumBytes), as: UTF8.self)
        var narrow = String.UnicodeScalarView()
        narrow.append(contentsOf: head._nfd.map(Self.narrow))
        // Up and down again: the dotless i, the long s and the Kelvin sign have an ASCII letter on one of the two ways.
        let folded = String(narrow).uppercased().lowercased()
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: folded._nfd.filter(Self.isSeen))
        let text = String(kept).utf8
        let local = text.prefix { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "+") }
        let domain = text.firstIndex(of: UInt8(ascii: "@")).map { text[$0...] } ?? text[text.endIndex...]
        bytes = Array(local) + Array(domain)
    }

    /// The ASCII character of which this is the full-width form (U+FF01 to U+FF5E, in the order of ASCII).
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
        return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
    }

    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .spaceSeparator, .lineSeparator,
            .paragraphSeparator, .unassigned:
            false
        default: true
        }
    }
}
