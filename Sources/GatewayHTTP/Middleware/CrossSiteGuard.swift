import HTTPTypes

/// Refuses what another site makes a browser send (attacks 5.3 #21).
///
/// A browser says with each unsafe request where it comes from, by `Origin`, by `Sec-Fetch-Site` or by both, and no page
/// can change either. What they say must be us, and they must not disagree. A request with neither comes from no browser of
/// the last years: a program's, which is let through to where programs are served. At a browser's door it is refused, except
/// on a loopback address, so that plain clients work in development.
struct CrossSiteGuard: Sendable {
    let publicURL: PublicURL

    func allows(_ headers: HTTPFields, to route: Route) -> Bool {
        // The authorization server's own addresses are called by applications from anywhere, and believe no cookie.
        guard !Self.safeMethods.contains(route.method), route.problemForm != .oauth else { return true }
        let origin = headers[values: .origin]
        let site = headers[values: .secFetchSite]
        guard origin.count <= 1, site.count <= 1 else { return false }
        if let origin = origin.first, origin != publicURL.description { return false }
        // `none` is the person's own doing: an address typed, a bookmark, a reload.
        if let site = site.first, site != "same-origin", site != "none" { return false }
        return !origin.isEmpty || !site.isEmpty || !publicURL.isSecure || !Self.isForBrowsers(route)
    }

    /// Whether a page of another site could send such a request by itself: one that counts by the cookie which the browser
    /// adds, or a form, for which the browser asks nobody's leave as it does for JSON or a token.
    private static func isForBrowsers(_ route: Route) -> Bool {
        if case .form = route.body { return true }
        return route.endpoint.believesCookies
    }

    /// RFC 9110 section 9.2.1.
    private static let safeMethods: Set<HTTPRequest.Method> = [.get, .head, .options, .trace]
}
