import HTTPTypes

/// What every answer tells the browser not to do.
struct SecurityHeaders: Sendable {
    let isSecure: Bool

    /// Seconds: two years, what the preload lists ask for at least half of.
    private static let transportSecurityAge = 63_072_000
    private static let closed = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    private static let page =
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    /// Adds the fields that the answer has not set itself.
    func add(to headers: inout HTTPFields, isPage: Bool) {
        headers[.contentSecurityPolicy] = isPage ? Self.page : Self.closed
        headers[.xContentTypeOptions] = "nosniff"
        // With no-referrer browsers send `Origin: null` with our own forms (Fetch standard, "append a request Origin
        // header"), and CrossSiteGuard would have to believe it. Same-origin tells other sites as little.
        headers[.referrerPolicy] = isPage ? "same-origin" : "no-referrer"
        headers[.crossOriginOpenerPolicy] = "same-origin"
        headers[.crossOriginResourcePolicy] = "same-origin"
        headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if isSecure { headers[.strictTransportSecurity] = "max-age=\(Self.transportSecurityAge)" }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
