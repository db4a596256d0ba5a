import GatewayHTTP
import HTTPTypes

/// The languages that we speak.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// The most wanted of our languages (RFC 9110 section 12.5.4); English where none is.
    package init(acceptLanguage: String?) {
        var best: (language: Language, weight: Double)?
        for item in (acceptLanguage ?? "").prefix(Self.maximumHeaderCharacters).split(separator: ",").prefix(
            Self.maximumItems
        ) {
            let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first?.split(separator: "-").first else { continue }
            let language: Language? = tag == "*" ? .english : Language(rawValue: String(tag))
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard let language, weight > 0, weight <= 1, weight > best?.weight ?? 0 else { continue }
            best = (language, weight)
        }
        self = best?.language ?? .english
    }

    private static let maximumHeaderCharacters = 256
    private static let maximumItems = 16
}

extension GatewayRequest {
    /// The language that the browser asks for.
    var language: Language { Language(acceptLanguage: headers[.acceptLanguage]) }
}
