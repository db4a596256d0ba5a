import FoundationEssentials
package import GatewayHTTP
import HTTPTypes
package import Workspaces

/// `GET /.well-known/security.txt` (RFC 9116): whom to tell of a weakness.
package enum ServeSecurityText {
    /// Seconds until it must be read again: the longest that RFC 9116 section 2.5.5 recommends is a year.
    private static let lifetime: TimeInterval = 180 * 24 * 3600

    /// - Parameter contact: a `mailto:` or `https:` address.
    package static func route(_ url: PublicURL, contact: String, clock: any WallClock) -> Route {
        Route(
            "getSecurityText",
            .get,
            "/.well-known/security.txt",
            "Whom to tell of a weakness (RFC 9116).",
            answers: [AnswerForm(.ok, "The text.", type: .text)],
            endpoint: .open { _ in
                let expiry = clock.now.addingTimeInterval(lifetime).formatted(.iso8601)
                let text = """
                    Contact: \(contact)
                    Expires: \(expiry)
                    Preferred-Languages: en, de
                    Canonical: \(url.appending("/.well-known/security.txt"))

                    """
                return Answer(type: .text, body: Array(text.utf8))
            }
        )
    }
}
