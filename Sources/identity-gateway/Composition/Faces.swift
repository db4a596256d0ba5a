import Encoding
import GatewayAPI
import GatewayHTTP
import GatewayPages
import PostgresStorage
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
        let cases = gateway.signInUseCases(
            issuer: url.description,
            relyingParty: RelyingParty(url),
            attestationRoots: settings.attestationRoots
        )
        pages = try PageRenderer()
        let described =
            APIRoutes.all(
                APIRoutes.UseCases(
                    signIn: cases.signIn,
                    factors: cases.factors,
                    setPassword: gateway.setPassword,
                    refresh: cases.refresh,
                    revoke: cases.revoke,
                    findUser: { [databases = gateway.databases] user, workspace in
                        try await databases.transaction(on: workspace) {
                            try await UsersRepository().find(user, in: $0)
                        }
                    },
                    listSessions: cases.listSessions,
                    endSession: cases.endSession,
                    listAudit: cases.listAudit,
                    keys: gateway.keys,
                    feed: cases.feed,
                    clock: gateway.clock
                ),
                url: url,
                securityContact: settings.securityContact
            )
            + PageRoutes.all(
                pages,
                url: url,
                signIn: cases.signIn,
                factors: cases.factors,
                setPassword: gateway.setPassword,
                listSessions: cases.listSessions,
                endSession: cases.endSession,
                askForPasswordReset: cases.askForPasswordReset,
                setPasswordByLink: cases.setPasswordByLink,
                findWorkspace: { [directory = gateway.directory] in try await directory.find($0) }
            )
        let all = described + [ServeOpenAPI.route(describing: described, url, version: IdentityGateway.versionText)]
        routes = try RouteTable(all)
        openAPI = OpenAPIDocument.make(all, server: url, version: IdentityGateway.versionText)
        doorkeeper = Doorkeeper(
            directory: gateway.directory,
            browserSessions: cases.browserSessions,
            accessTokens: cases.verify,
            freshProof: cases.factors.freshProof,
            applications: gateway.applications
        )
    }
}
