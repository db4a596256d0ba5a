import Encoding
import FoundationEssentials
import Workspaces

/// A mail's octets (RFC 5322 with MIME, RFC 2045), in plain text: no HTML to pass something off in, nothing to load.
struct InternetMessage: Sendable {
    let octets: [UInt8]

    /// Characters of a line of quoted-printable, its soft break included (RFC 2045 section 6.7).
    private static let encodedLine = 76
    /// Octets of a line that needs no encoding (RFC 5322 section 2.1.1).
    private static let longestLine = 998
    /// Octets in an encoded word, so that it has at most 75 characters (RFC 2047 section 2).
    private static let wordOctets = 42

    /// - Parameter sender: whom the mail is from; the part behind the `@` also ends the Message-ID.
    init(_ message: MailMessage, from sender: EmailAddress) {
        let lines = message.body.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
        let isPlain = lines.allSatisfy { line in line.count <= Self.longestLine && line.allSatisfy { $0 < 0x80 } }
        let headers = [
            "Date: \(Self.date(message.date))",
            "From: \(sender)",
            "To: \(message.recipient)",
            "Message-ID: <\(message.id.uuidString.lowercased())@\(sender.domain)>",
            "Subject: \(Self.subject(message.subject))",
            // Programs must not answer it (RFC 3834 section 5).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "quoted-printable")",
            "",
        ]
        var octets: [UInt8] = []
        for line in headers.map({ Array($0.utf8) }) + (isPlain ? lines : lines.flatMap(Self.quotedPrintable)) {
            octets += line
            octets += [0x0D, 0x0A]
        }
        self.octets = octets
    }

    /// One line, whatever was in it: what isn't printable ASCII goes into encoded words (RFC 2047), a line break too.
    private static func subject(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard !bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) || text.contains("=?") else { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            if words[words.count - 1].count + octets.count > wordOctets { words.append([]) }
            words[words.count - 1] += octets
        }
        return words.map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }

    /// One line in quoted-printable, broken softly where it is long.
    private static func quotedPrintable(_ line: [UInt8]) -> [[UInt8]] {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [[UInt8]] = [[]]
        for (place, byte) in line.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let isLiteral =
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") || isBlank && place < line.count - 1
            let piece = isLiteral ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            if out[out.count - 1].count + piece.count > encodedLine - 1 {
                out[out.count - 1].append(UInt8(ascii: "="))
                out.append([])
            }
            out[out.count - 1] += piece
        }
        return out
    }

    /// RFC 5322 section 3.3, in UTC.
    private static func date(_ date: Date) -> String {
        let parts = date.formatted(.iso8601).split { !$0.isNumber }.map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // The first of January 1970 was a Thursday.
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let weekday = weekdays[(date.unixSeconds / 86_400) % 7]
        let month = months[(Int(parts[1]) ?? 1) - 1]
        return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) +0000"
    }
}
