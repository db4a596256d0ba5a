package import Secrets
package import Workspaces

/// Where a sign-in stands after a step. Second factors add their cases here; there is one place that decides.
package enum SignInStep<Grant: Sendable>: Sendable {
    case complete(Grant)
}

/// What a signed-in browser gets: the value of its cookie.
package struct BrowserGrant: Sendable {
    package let session: SessionID
    package let cookie: Secret<String>
}
