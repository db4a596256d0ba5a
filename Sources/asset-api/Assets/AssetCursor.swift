import Encoding
import FoundationEssentials

/// Where the next page of a list begins: behind the asset of that id. Callers give it back as it was; what is in it is
/// ours to change, hence the version. It opens nothing: what somebody may see is asked of the token on every page.
struct AssetCursor: Equatable {
    private static let version: UInt8 = 1
    private static let idBytes = 16

    let last: UUID

    init(after last: UUID) {
        self.last = last
    }

    init?(_ text: String) {
        guard let bytes = try? Base64URL.decode(text), bytes.count == 1 + Self.idBytes, bytes[0] == Self.version else {
            return nil
        }
        let hex = Hex.encode(bytes.dropFirst())
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
            String(hex.dropFirst(range.lowerBound).prefix(range.count))
        }
        guard let last = UUID(text: parts.joined(separator: "-")) else { return nil }
        self.last = last
    }

    var text: String {
        let digits = last.text.filter { $0 != "-" }
        return Base64URL.encode([Self.version] + ((try? Hex.decode(digits)) ?? []))
    }
}
