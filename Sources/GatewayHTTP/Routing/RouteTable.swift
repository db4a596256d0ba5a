import HTTPTypes

/// All routes of the program. What stands in it is served, and nothing else.
package struct RouteTable: Sendable {
    /// What makes a table of routes no table: found at the start, never on a request.
    package enum Flaw: Error, Equatable, Sendable {
        case duplicateID(String)
        /// Two routes answer to the same method and path.
        case duplicateAddress(String)
        /// The endpoint belongs to a workspace and the path does not, or the other way round.
        case workspaceMismatch(String)
        case duplicateParameter(String)
        /// A fresh proof where nobody is signed in, or on a page to which a browser can't come back with GET.
        case freshProofMisplaced(String)
        /// A body where the method gives it no meaning (RFC 9110 section 9.3.1).
        case bodyNotAllowed(String)
    }

    /// What a path leads to.
    enum Lookup {
        case found(Route, parameters: [String: String])
        case wrongMethod(allowed: [HTTPRequest.Method])
        case nothing
    }

    package let routes: [Route]
    private let byLength: [Int: [Route]]

    /// Throws ``Flaw``.
    package init(_ routes: [Route]) throws {
        var ids: Set<String> = []
        var addresses: Set<[String]> = []
        for route in routes {
            guard ids.insert(route.id).inserted else { throw Flaw.duplicateID(route.id) }
            guard addresses.insert([route.method.rawValue] + route.path.shape).inserted else {
                throw Flaw.duplicateAddress("\(route.method) \(route.path)")
            }
            let parameters = route.path.parameters
            guard Set(parameters).count == parameters.count else { throw Flaw.duplicateParameter(route.id) }
            guard route.endpoint.belongsToWorkspace == parameters.contains(PathTemplate.workspace) else {
                throw Flaw.workspaceMismatch(route.id)
            }
            if route.needsFreshProof, !Self.canAskForFreshProof(route, among: routes) {
                throw Flaw.freshProofMisplaced(route.id)
            }
            if case .none = route.body { continue }
            guard route.method != .get, route.method != .delete else { throw Flaw.bodyNotAllowed(route.id) }
        }
        self.routes = routes
        byLength = Dictionary(grouping: routes) { $0.path.segments.count }
    }

    private static func canAskForFreshProof(_ route: Route, among routes: [Route]) -> Bool {
        switch route.endpoint {
        case .open, .client, .door, .visitor: false
        case .bearer: true
        case .browserSession: routes.contains { $0.method == .get && $0.path.shape == route.path.shape }
        }
    }

    /// The route of that id.
    package subscript(id: String) -> Route? { routes.first { $0.id == id } }

    /// A literal segment goes before a parameter in the same place, whatever the order of the routes. HEAD is answered
    /// wherever GET is.
    func lookup(_ method: HTTPRequest.Method, _ path: LiteralPath) -> Lookup {
        let wanted = method == .head ? .get : method
        var best: (route: Route, parameters: [String: String])?
        var allowed: [HTTPRequest.Method] = []
        for route in byLength[path.segments.count] ?? [] {
            guard let parameters = route.path.match(path) else { continue }
            allowed.append(route.method)
            guard route.method == wanted else { continue }
            if best.map({ parameters.count < $0.parameters.count }) ?? true { best = (route, parameters) }
        }
        if let best { return .found(best.route, parameters: best.parameters) }
        return allowed.isEmpty ? .nothing : .wrongMethod(allowed: allowed)
    }
}
