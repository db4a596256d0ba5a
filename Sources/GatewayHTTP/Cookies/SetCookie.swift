import Secrets

/// A cookie that we set: HttpOnly, SameSite=Lax, for the whole of this host and for no other (no Domain).
package struct SetCookie: Sendable {
    private let name: String
    private let value: Secret<String>
    private let maximumAge: Int
    private let isSecure: Bool

    /// - Parameter maximumAge: seconds; 0 takes the cookie away.
    init(name: String, value: Secret<String>, maximumAge: Int, isSecure: Bool) {
        self.name = name
        self.value = value
        self.maximumAge = maximumAge
        self.isSecure = isSecure
    }

    /// The header field's value.
    var header: String {
        let attributes = "Path=/; Max-Age=\(maximumAge); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
        return "\(name)=\(value.expose()); \(attributes)"
    }
}
