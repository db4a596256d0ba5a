import GatewayHTTP
import HTTPTypes

/// `GET /assets/{version}/{name}`: what the pages are made of.
enum ServeAsset {
    /// Seconds: a year, since another content has another address.
    private static let lifetime = 31_536_000

    static let route = Route(
        "getAsset",
        .get,
        "/assets/{version}/{name}",
        "The stylesheet, the script and the picture of the pages.",
        answers: [AnswerForm(.ok, "The file.", type: .css)],
        problems: [.notFound],
        endpoint: .open { request in
            guard let asset = request.parameters["name"].flatMap({ Assets.all[$0] }) else { throw Problem(.notFound) }
            let answer = Answer(type: asset.type, body: asset.bytes)
            // A page of another version of the program, still open in a browser, gets ours for now.
            guard request.parameters["version"] == Assets.version else { return answer }
            return answer.cached(seconds: lifetime)
        }
    )
}
