import FoundationEssentials
import HTTPTypes

/// What is counted of each request: by route, method and class of status, nothing that a client can choose.
struct RequestMetrics: Sendable {
    let registry: MetricsRegistry

    func began() {
        registry.add(1, to: "gateway_http_requests_in_flight", help: "Requests being answered.")
    }

    func ended(route: String, method: HTTPRequest.Method, status: HTTPResponse.Status, seconds: TimeInterval) {
        registry.add(-1, to: "gateway_http_requests_in_flight", help: "Requests being answered.")
        registry.count(
            "gateway_http_requests_total",
            ["route": route, "method": Self.known(method), "class": "\(status.code / 100)xx"],
            help: "Requests answered, by route and class of status."
        )
        registry.observe(
            "gateway_http_request_duration_seconds",
            ["route": route],
            help: "Seconds from the head of a request to its answer.",
            seconds: seconds
        )
    }

    private static func known(_ method: HTTPRequest.Method) -> String {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        return methods.contains(method) ? method.rawValue : "other"
    }
}
