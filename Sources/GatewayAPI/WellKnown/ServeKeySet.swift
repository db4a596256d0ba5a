package import GatewayHTTP
import HTTPTypes
import JOSE
package import SignIn

/// `GET /.well-known/jwks.json` (RFC 7517): the public keys, with those that will sign next and those that signed last.
package enum ServeKeySet {
    /// Seconds for which a reader may keep it: a key is published longer than that before it signs.
    private static let lifetime = 300

    package static func route(_ keys: SigningKeyRing) -> Route {
        Route(
            "getKeySet",
            .get,
            "/.well-known/jwks.json",
            "The public keys that our tokens are verified with (RFC 7517).",
            answers: [AnswerForm(.ok, "The key set.", type: .keySet, schema: .anything)],
            endpoint: .open { request in
                let body = try keys.published().jsonBytes()
                return Answer(type: .keySet, body: body).cached(seconds: lifetime).revalidated(by: request.headers)
            }
        )
    }
}
