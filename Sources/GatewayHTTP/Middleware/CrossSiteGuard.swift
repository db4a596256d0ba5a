import HTTPTypes

/// Refuses what another site makes a browser send (attacks 5.3 #21).
///
/// A browser says with each unsafe request where it comes from, by `Origin`, by `Sec-Fetch-Site` or by both, and no page
/// can change either. What they say must be us, and they must not disagree. A request with neither comes from no browser of
/// the last years: refused where the address is secure, let through on a loopback address so that plain clients work.
struct CrossSiteGuard: Sendable {
    let publicURL: PublicURL

    func allows(_ method: HTTPRequest.Method, _ headers: HTTPFields) -> Bool {
        guard !Self.safeMethods.contains(method) else { return true }
        let origin = headers[values: .origin]
        let site = headers[values: .secFetchSite]
        guard origin.count <= 1, site.count <= 1 else { return false }
        if let origin = origin.first, origin != publicURL.description { return false }
        // `none` is the person's own doing: an address typed, a bookmark, a reload.
        if let site = site.first, site != "same-origin", site != "none" { return false }
        return !origin.isEmpty || !site.isEmpty || !publicURL.isSecure
    }

    /// RFC 9110 section 9.2.1.
    private static let safeMethods: Set<HTTPRequest.Method> = [.get, .head, .options, .trace]
}
