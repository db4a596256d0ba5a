import GatewayHTTP
import PostgresStorage
import Secrets
import SignIn
import Workspaces

extension Gateway {
    /// The address at which a user who has no password yet chooses one. It is good once, for a week, and known to nobody but
    /// whoever asked for it.
    func invitationLink(for user: User, in workspace: Workspace, url: PublicURL) async throws -> String {
        let token = try await databases.transaction(on: workspace.id) {
            [makePasswordLink = useCases.makePasswordLink] in
            try await makePasswordLink(.invitation, for: user, in: $0)
        }
        return url.appending("/w/\(workspace.slug)/invitations/\(token.expose())")
    }
}

extension PublicURL {
    /// What links are built of. Throws ``ConfigurationFault``.
    static func configured(in source: ConfigurationSource) throws(ConfigurationFault) -> PublicURL {
        try source.required(.publicURL, fault: "is not an https address without path") { try? PublicURL($0) }
    }
}
