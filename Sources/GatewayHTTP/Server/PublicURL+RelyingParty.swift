package import WebAuthn

extension RelyingParty {
    /// Who we are to authenticators: the host of the public URL, for all workspaces alike, and its origin. A change of the
    /// host leaves all passkeys behind.
    package init(_ url: PublicURL) {
        self.init(id: url.host, origins: [url.description])
    }
}
