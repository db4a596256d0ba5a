package import Secrets
package import Workspaces

/// What a signed-in program gets.
package struct SessionGrant: Sendable {
    package let session: SessionID
    package let accessToken: IssuedAccessToken
    package let refreshToken: Secret<String>
}
