import SwiftASN1
import X509

/// The key description of an Android keystore.
package struct AndroidForge {
    /// purpose [1] = { SIGN }, origin [702] = GENERATED, allApplications [600].
    package static let signing: [UInt8] = [0xA1, 0x05, 0x31, 0x03, 0x02, 0x01, 0x02]
    package static let encrypting: [UInt8] = [0xA1, 0x05, 0x31, 0x03, 0x02, 0x01, 0x00]
    package static let generated: [UInt8] = [0xBF, 0x85, 0x3E, 0x03, 0x02, 0x01, 0x00]
    package static let imported: [UInt8] = [0xBF, 0x85, 0x3E, 0x03, 0x02, 0x01, 0x02]
    package static let allApplications: [UInt8] = [0xBF, 0x84, 0x58, 0x02, 0x05, 0x00]

    /// Instead of the right one.
    package var challenge: [UInt8]?
    package var softwareEnforced: [[UInt8]] = []
    package var trustedEnforced = [Self.signing, Self.generated]
    /// Bytes after the extension's value.
    package var trailer: [UInt8] = []

    func description(challenge right: [UInt8]) -> Certificate.Extension {
        let challenge = challenge ?? right
        var content: [UInt8] = [0x02, 0x02, 0x01, 0x2C, 0x0A, 0x01, 0x01, 0x02, 0x01, 0x00, 0x0A, 0x01, 0x01]
        content += [0x04, UInt8(challenge.count)] + challenge
        content += [0x04, 0x00]
        for list in [softwareEnforced, trustedEnforced] {
            let members = list.flatMap { $0 }
            content += [0x30, UInt8(members.count)] + members
        }
        return Certificate.Extension(
            oid: [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17],
            critical: false,
            value: ([0x30, UInt8(content.count)] + content + trailer)[...]
        )
    }
}
