package import HTTPTypes
package import Secrets
package import Workspaces

/// What a cookie of ours stands for.
package enum CookiePurpose: String, Sendable {
    /// Somebody who is signed in.
    case session
    /// A sign-in that has begun in this browser and can go on in no other (attacks 5.2 #16).
    case signIn = "sign-in"
}

/// The session cookies: one for each workspace, named by its id, so that a browser may be signed in to several. The cookies
/// of sign-ins that have begun are made alike.
///
/// With https the name begins with `__Host-`, which makes browsers hold it to Secure, Path=/ and no Domain: no other host
/// can set or read it. On a loopback address without TLS (development) it goes without, so that plain clients work.
package struct SessionCookies: Sendable {
    /// How many workspaces a browser stays signed in to. One more takes the oldest away.
    package static let maximumCount = 8

    private let prefix: String
    private let isSecure: Bool

    package init(for url: PublicURL, _ purpose: CookiePurpose = .session) {
        isSecure = url.isSecure
        prefix = isSecure ? "__Host-\(purpose.rawValue)-" : "\(purpose.rawValue)-"
    }

    /// The session token of that workspace that the browser sent; nil where it sent none, or two.
    package func token(for workspace: WorkspaceID, in headers: HTTPFields) -> String? {
        CookieJar(headers)[name(workspace)]
    }

    /// Sets the workspace's cookie, and takes away the oldest ones beyond ``maximumCount``.
    ///
    /// - Parameters:
    ///   - maximumAge: seconds for which the browser keeps it; what counts is the session's end on the server.
    ///   - headers: the request's, which say what the browser has.
    package func set(
        _ token: Secret<String>,
        for workspace: WorkspaceID,
        maximumAge: Int,
        having headers: HTTPFields
    ) -> [SetCookie] {
        let own = name(workspace)
        let others = CookieJar(headers).names.filter { $0.hasPrefix(prefix) && $0 != own }
        let surplus = others.prefix(max(0, others.count - (Self.maximumCount - 1)))
        return surplus.map { cleared($0) }
            + [SetCookie(name: own, value: token, maximumAge: maximumAge, isSecure: isSecure)]
    }

    /// Takes the workspace's cookie away.
    package func clear(_ workspace: WorkspaceID) -> SetCookie {
        cleared(name(workspace))
    }

    private func cleared(_ name: String) -> SetCookie {
        SetCookie(name: name, value: Secret(""), maximumAge: 0, isSecure: isSecure)
    }

    private func name(_ workspace: WorkspaceID) -> String {
        prefix + workspace.description
    }
}
