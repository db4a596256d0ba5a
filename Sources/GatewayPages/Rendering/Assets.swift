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
        "passkeys.js": Asset(type: .script, bytes: PackageResources.passkeys_js),
        "logo.svg": Asset(type: .svg, bytes: PackageResources.logo_svg),
    ]

    /// Of all files together, so that browsers may keep them for good and still see a change at once.
    static let version: String = {
        var version = ContentVersion()
        for (_, asset) in all.sorted(by: { $0.key < $1.key }) { version.add(asset.bytes) }
        return version.description
    }()

    static let folder = "/assets/\(version)"
}
