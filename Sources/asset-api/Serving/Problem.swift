import Encoding
import FoundationEssentials
import Hummingbird
import TokenVerification

/// What goes wrong with a request, as its sender is told (RFC 9457). Nothing secret belongs in it: all of it is shown.
struct Problem: Error, Equatable {
    /// The catalogue: stable names that programs may rely on. Those of tokens are in `BearerChallenge`.
    enum Code: String, CaseIterable {
        case invalidRequest = "invalid_request"
        case notFound = "not_found"
        case contentTooLarge = "content_too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case requestTimeout = "request_timeout"
        case tagTaken = "tag_taken"
        case assetRetired = "asset_retired"
        case assetHeld = "asset_held"
        case workspaceUnavailable = "workspace_unavailable"
        case databaseBusy = "database_busy"
        case internalError = "internal_error"

        var status: HTTPResponse.Status {
            switch self {
            case .invalidRequest: .badRequest
            case .notFound: .notFound
            case .contentTooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .requestTimeout: .requestTimeout
            case .tagTaken, .assetRetired, .assetHeld: .conflict
            case .workspaceUnavailable, .databaseBusy: .serviceUnavailable
            case .internalError: .internalServerError
            }
        }

        var title: String {
            switch self {
            case .invalidRequest: "The request is not valid."
            case .notFound: "There is nothing here, or nothing that you may see."
            case .contentTooLarge: "The body is too large."
            case .unsupportedMediaType: "The body is not application/json."
            case .requestTimeout: "The body did not arrive in time."
            case .tagTaken: "Another asset has that tag."
            case .assetRetired: "The asset is retired."
            case .assetHeld: "Somebody holds the asset."
            case .workspaceUnavailable: "The workspace's database is not available yet."
            case .databaseBusy: "The database is busy."
            case .internalError: "Something went wrong on our side."
            }
        }
    }

    let code: Code
    /// What is wrong this time, in a sentence; nil where the title says all.
    let detail: String?
    /// Seconds after which another try makes sense.
    let retryAfter: Int?

    init(_ code: Code, _ detail: String? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }
}

/// The answer to a request that failed: a ``Problem`` of ours, or the refusal of its token.
struct ProblemAnswer {
    static let mediaType = "application/problem+json"

    private let status: HTTPResponse.Status
    private let code: String
    private let title: String
    private let detail: String?
    private let headers: HTTPFields

    init(_ problem: Problem) {
        status = problem.code.status
        code = problem.code.rawValue
        title = problem.code.title
        detail = problem.detail
        headers = Self.retry(after: problem.retryAfter)
    }

    init(_ challenge: BearerChallenge) {
        status = HTTPResponse.Status(code: challenge.statusCode)
        code = challenge.code
        title = challenge.detail
        detail = nil
        var headers = Self.retry(after: challenge.retryAfterSeconds)
        headers[.wwwAuthenticate] = challenge.authenticate
        self.headers = headers
    }

    func response(correlationID: UUID) -> Response {
        var members: JSONObject = [
            "type": .string("urn:ontrackio:problem:\(code)"),
            "title": .string(title),
            "status": .number(JSONNumber(status.code)),
        ]
        if let detail { members["detail"] = .string(detail) }
        members["code"] = .string(code)
        members["correlation_id"] = .string(correlationID.text)
        var response = Response.json(.object(members), status: status)
        response.headers.append(contentsOf: headers)
        response.headers[.contentType] = Self.mediaType
        return response
    }

    private static func retry(after seconds: Int?) -> HTTPFields {
        seconds.map { [.retryAfter: String($0)] } ?? [:]
    }
}

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.serialized()))
        )
    }
}
