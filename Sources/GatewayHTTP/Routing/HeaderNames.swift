package import HTTPTypes

extension HTTPField.Name {
    package static let xCorrelationID = ours("X-Correlation-ID")
    package static let xForwardedFor = ours("X-Forwarded-For")
    package static let prefer = ours("Prefer")
    package static let preferenceApplied = ours("Preference-Applied")
    package static let referrerPolicy = ours("Referrer-Policy")
    package static let permissionsPolicy = ours("Permissions-Policy")
    package static let crossOriginOpenerPolicy = ours("Cross-Origin-Opener-Policy")
    package static let secFetchSite = ours("Sec-Fetch-Site")
    /// The first Host field is taken out of the fields and becomes the request's authority; what is still there is a second.
    static let secondHost = ours("Host")

    /// The names above are tokens of RFC 9110 section 5.1, so there always is a name.
    private static func ours(_ token: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(token) else { preconditionFailure("\(token) is no header name") }
        return name
    }
}
