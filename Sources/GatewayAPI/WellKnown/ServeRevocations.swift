package import GatewayHTTP
import HTTPTypes
package import SignIn

/// `GET /.well-known/session-revocations`: the signed feed that APIs follow, for applications of kind `api` alone. Who
/// signed out when is nobody else's business.
package enum ServeRevocations {
    package static func route(_ feed: RevocationFeed) -> Route {
        Route(
            "getRevocations",
            .get,
            "/.well-known/session-revocations",
            "What was revoked, signed; with `Prefer: wait=N` it answers as soon as there is news.",
            query: [QueryParameter("after", .integer(0...Int.max), "The highest number that one has.")],
            answers: [AnswerForm(.ok, "A JWT of type session-revocations+jwt.", type: .jwt)],
            problems: [.invalidRequest, .unauthenticated],
            limits: RequestLimits(
                bodyBytes: 0,
                seconds: Double(RevocationFeed.maximumWaitSeconds) + RequestLimits.standard.seconds,
                endsOnShutdown: true
            ),
            endpoint: .client(.api) { request, _ in
                let after = try after(request.query["after"])
                let wait = Preference.waitSeconds(request.headers)
                let document = try await feed(after: after, waitSeconds: wait ?? 0)
                var answer = Answer(type: .jwt, body: Array(document.utf8))
                if let wait {
                    // RFC 7240 section 3.
                    answer.headers[.preferenceApplied] = "wait=\(min(wait, RevocationFeed.maximumWaitSeconds))"
                }
                return answer
            }
        )
    }

    private static func after(_ text: String?) throws -> Int64 {
        guard let text else { return 0 }
        guard let number = Int64(text), number >= 0 else {
            throw Problem(.invalidRequest, "after is a whole number.")
        }
        return number
    }
}

/// The preferences of a request (RFC 7240).
enum Preference {
    /// How long the asker would wait, in seconds (section 4.3). Of several the first counts (section 2); what can't be read
    /// is passed over, as preferences are.
    static func waitSeconds(_ headers: HTTPFields) -> Int? {
        for preference in headers[values: .prefer].joined(separator: ",").split(separator: ",") {
            let parts = preference.split(separator: ";", omittingEmptySubsequences: false)[0]
                .split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
            guard parts.count == 2, parts[0].lowercased() == "wait" else { continue }
            return Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }
}
