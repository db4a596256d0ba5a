import Credentials
import Encoding
import GatewayHTTP
import Secrets
import Workspaces

/// Recovery codes, shown this once, to be printed or put away as a file.
struct RecoveryCodesPage: Page {
    static let template = "recovery_codes"

    var place: Place
    var codes: [RecoveryCode]
    /// Where one goes on.
    var next: String

    func title(_ texts: Texts) -> String { texts("recovery_codes_title") }

    func record(_ texts: Texts) -> PageRecord {
        let lines = codes.map { $0.text.expose() }
        return [
            "codes": .list(lines.map { ["recovery_code": .text($0)] }),
            "file": .text(file(lines, texts)),
            "file_name": .text("\(place.workspace?.slug.description ?? "")-recovery-codes.txt"),
            "next": .text(next),
            "for_workspace": .text(texts("recovery_codes_for", ["workspace": place.workspace?.name ?? ""])),
        ]
    }

    /// The file's content as an address (RFC 2397), so that the codes cross the network once.
    private func file(_ lines: [String], _ texts: Texts) -> String {
        let heading = texts("recovery_codes_for", ["workspace": place.workspace?.name ?? ""])
        let text = ([heading, ""] + lines).joined(separator: "\r\n") + "\r\n"
        return "data:text/plain;charset=utf-8,\(PercentCoding.encode(text.utf8))"
    }
}
