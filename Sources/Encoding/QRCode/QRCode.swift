/// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction level M, the smallest version that holds it.
///
/// A pure function of the text; whoever shows it adds the quiet zone and the picture's format.
package struct QRCode: Sendable {
    /// Modules of light that must stay free on each side (section 5.3.8).
    package static let quietZone = 4

    /// Modules on a side.
    package let size: Int
    private let dark: [Bool]

    /// nil where the text is longer than the largest version holds, 2,331 bytes of UTF-8.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.smallest(holding: bytes.count) else { return nil }
        let codewords = QRCodewords.message(bytes, version)
        let plain = QRMatrix(version, codewords: codewords)
        // Section 7.8.3: of the eight masks the one that reads best.
        let masked = QRMask.allCases.map { plain.masked($0) }
        guard let best = masked.min(by: { QRPenalty.score(of: $0) < QRPenalty.score(of: $1) }) else { return nil }
        size = version.size
        dark = best.modules
    }

    /// Whether the module is dark. Rows and columns count from 0 at the top left.
    package subscript(row: Int, column: Int) -> Bool { dark[row * size + column] }
}
