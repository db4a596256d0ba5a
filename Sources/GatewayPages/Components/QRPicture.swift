import Encoding

/// A QR code as a drawing within the page: dark modules on a light ground in either colour scheme, since a camera reads no
/// other. It is part of the page, so no cache of pictures has it (attacks 5.2 #15).
struct QRPicture: Sendable {
    /// nil where the text is too long for a QR code.
    init?(_ text: String) {
        guard let code = QRCode(text) else { return nil }
        side = code.size + 2 * QRCode.quietZone
        path = Self.path(code)
    }

    private let side: Int
    private let path: String

    /// The record of the partial `qr`.
    var record: PageRecord { ["qr_side": .text("\(side)"), "qr_path": .text(path)] }

    /// Each run of dark modules in a row as one rectangle.
    private static func path(_ code: QRCode) -> String {
        var path = ""
        for row in 0..<code.size {
            var column = 0
            while column < code.size {
                let start = column
                while column < code.size, code[row, column] { column += 1 }
                if column > start {
                    let width = column - start
                    path += "M\(start + QRCode.quietZone) \(row + QRCode.quietZone)h\(width)v1h-\(width)z"
                } else {
                    column += 1
                }
            }
        }
        return path
    }
}
