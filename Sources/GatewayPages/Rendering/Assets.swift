import GatewayHTTP

/// The files that pages ask for, built into the program: one stylesheet, one small script, one picture.
enum Assets {
    /// A file with its type.
    struct Asset: Sendable {
        let type: MediaType
        let bytes: [UInt8]
    }

    static let all: [String: Asset] = [
        "style.css": Asset(type: .css, bytes: PackageResources.style_css),
        "enhance.js": Asset(type: .script, bytes: PackageResources.enhance_js),
        "logo.svg": Asset(type: .svg, bytes: PackageResources.logo_svg),
    ]

    /// A mark of the files' content, so that browsers may keep them for good and still see a change at once. It keeps
    /// nothing secret and proves nothing: FNV-1a, 64 bits.
    static let version: String = {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (_, asset) in all.sorted(by: { $0.key < $1.key }) {
            for byte in asset.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 36)
    }()

    static let folder = "/assets/\(version)"
}
