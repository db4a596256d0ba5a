import Encoding
import GatewayAPI
import GatewayHTTP
import GatewayPages
import SignIn
import WebAuthn
import Workspaces

/// All that answers requests: the API and the pages over one table of routes, and who is let in.
struct Faces {
    let routes: RouteTable
    /// The OpenAPI document of all routes.
    let openAPI: JSONValue
    let doorkeeper: Doorkeeper
    let pages: PageRenderer

    init(_ gateway: Gateway, _ settings: ServeSettings) throws {
        let url = settings.publicURL
        let useCases = SignInUseCases(
            gateway.useCases,
            issuer: url.description,
            relyingParty: RelyingParty(url),
            attestationRoots: settings.attestationRoots
        )
        pages = try PageRenderer()
        let described =
            APIRoutes.all(useCases, url: url, securityContact: settings.securityContact)
            + PageRoutes.all(pages, useCases, url: url)
        let all = described + [ServeOpenAPI.route(describing: described, url, version: IdentityGateway.versionText)]
        routes = try RouteTable(all)
        openAPI = OpenAPIDocument.make(all, server: url, version: IdentityGateway.versionText)
        doorkeeper = Doorkeeper(useCases)
    }
}
