/// The types of body that we send.
package enum MediaType: String, Sendable {
    case json = "application/json"
    case problem = "application/problem+json"
    case html = "text/html; charset=utf-8"
    case text = "text/plain; charset=utf-8"
    case css = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case svg = "image/svg+xml"
    case jwt = "application/jwt"
    case keySet = "application/jwk-set+json"
    case openAPI = "application/vnd.oai.openapi+json;version=3.1"
    case prometheus = "text/plain; version=0.0.4; charset=utf-8"
}
