public import HTTPTypes
public import Hummingbird
public import TokenVerification

/// A challenge answers for itself when nothing catches it: `application/problem+json` (RFC 9457) with its code.
extension BearerChallenge: HTTPResponseError {
    /// The status of the answer.
    public var status: HTTPResponse.Status { HTTPResponse.Status(code: statusCode) }

    /// The answer.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let authenticate { headers[.wwwAuthenticate] = authenticate }
        if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: problem))
        )
    }

    /// The problem document. All parts are our own ASCII sentences without quotes or backslashes.
    private var problem: String {
        """
        {"type":"about:blank","title":"\(status.reasonPhrase)","status":\(statusCode),\
        "detail":"\(detail)","code":"\(code)"}
        """
    }
}
