import Encoding
package import Secrets

/// Where mail is handed in, as an operator writes it: `smtps://user:password@host:465`, `smtp://host:587`, `file:///folder`.
package enum MailDestination: Sendable {
    case smtp(SMTPServer)
    /// Development: each mail becomes a file there.
    case folder(String)

    /// nil where the text is none of these.
    package init?(_ text: String) {
        if let folder = Self.rest(of: text, after: "file://") {
            guard folder.hasPrefix("/"), folder.count > 1 else { return nil }
            self = .folder(folder)
        } else if let rest = Self.rest(of: text, after: "smtps://") {
            guard let server = SMTPServer(rest, isImplicitTLS: true) else { return nil }
            self = .smtp(server)
        } else if let rest = Self.rest(of: text, after: "smtp://") {
            guard let server = SMTPServer(rest, isImplicitTLS: false) else { return nil }
            self = .smtp(server)
        } else {
            return nil
        }
    }

    private static func rest(of text: String, after scheme: String) -> String? {
        text.utf8.starts(with: scheme.utf8) ? String(text.dropFirst(scheme.count)) : nil
    }
}

/// A mail server, and how to speak with it.
package struct SMTPServer: Sendable {
    package let host: String
    package let port: Int
    /// TLS from the first octet (RFC 8314 section 3.3); otherwise STARTTLS.
    package let isImplicitTLS: Bool
    /// Whether the mail may go in clear: only where it does not leave this machine, and no password is sent.
    package let mayBePlain: Bool
    package let user: String?
    package let password: Secret<String>?
    /// A PEM file with the authorities to trust instead of the system's: `?ca=/path`.
    package let authorities: String?

    /// - Parameter text: what follows the scheme.
    init?(_ text: String, isImplicitTLS: Bool) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let authority = parts.first else { return nil }
        if parts.count == 2 {
            guard parts[1].hasPrefix("ca=/") else { return nil }
            authorities = String(parts[1].dropFirst("ca=".count))
        } else {
            authorities = nil
        }
        // The last @: a password may hold one.
        let at = authority.lastIndex(of: "@")
        if let at {
            let login = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard login.count == 2, let user = Self.decoded(login[0]), let password = Self.decoded(login[1]) else {
                return nil
            }
            (self.user, self.password) = (user, Secret(password))
        } else {
            (user, password) = (nil, nil)
        }
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let pieces = place.split(separator: ":", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let host = pieces.first, Self.isHost(host) else { return nil }
        if pieces.count == 2 {
            guard let port = Int(pieces[1]), (1...65_535).contains(port) else { return nil }
            self.port = port
        } else {
            port = isImplicitTLS ? 465 : 587
        }
        self.host = String(host)
        self.isImplicitTLS = isImplicitTLS
        mayBePlain = !isImplicitTLS && user == nil && (host == "localhost" || host == "127.0.0.1")
    }

    private static func isHost(_ text: Substring) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// nil where a `%` begins no octet, or they are no text.
    private static func decoded(_ text: Substring) -> String? {
        PercentCoding.decode(text.utf8).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
