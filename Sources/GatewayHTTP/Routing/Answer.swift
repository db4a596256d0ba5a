package import Encoding
package import HTTPTypes

/// What a handler answers. The frame adds what every answer carries.
package struct Answer: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: [UInt8]
    /// Cookies to set, in order.
    package var cookies: [SetCookie] = []

    /// An answer without a body.
    package init(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        body = []
    }

    package init(_ status: HTTPResponse.Status = .ok, type: MediaType, body: [UInt8]) {
        self.status = status
        headers = [.contentType: type.rawValue]
        self.body = body
    }

    package static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, type: .json, body: value.serialized())
    }

    package static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status, type: .html, body: Array(text.utf8))
    }

    package static let noContent = Answer(.noContent)

    /// Sends a browser on with GET (303, so that a form's POST is not repeated) to one of our own paths.
    package static func seeOther(_ path: LocalPath) -> Answer {
        Answer(.seeOther, headers: [.location: path.description])
    }

    /// The same answer, which a cache may keep for that many seconds.
    package func cached(seconds: Int) -> Answer {
        var answer = self
        answer.headers[.cacheControl] = "public, max-age=\(seconds)"
        return answer
    }
}
