/// Who we are to browsers and authenticators.
package struct RelyingParty: Sendable, Equatable {
    /// The RP ID, a host name. Comes from configuration, never from a request's Host.
    package var id: String
    /// The origins of our pages, such as `https://id.example.org`; compared byte by byte, scheme and port included. The
    /// origin of an Android application (`android:apk-key-hash:…`) counts only where it is listed.
    package var origins: [String]
    package var embedding: Embedding

    /// Whether ceremonies may take place in a frame inside other people's pages.
    package enum Embedding: Sendable, Equatable {
        case refused
        /// In frames; where the browser names the page around it, its origin must be one of these.
        case allowed(topOrigins: [String])
    }

    package init(id: String, origins: [String], embedding: Embedding = .refused) {
        self.id = id
        self.origins = origins
        self.embedding = embedding
    }
}
