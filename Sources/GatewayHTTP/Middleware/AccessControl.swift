import Encoding
import FoundationEssentials
import HTTPTypes
import Secrets
import SignIn
import TokenVerification
import Workspaces

/// Calls a route's endpoint for whoever may call it.
struct AccessControl: Sendable {
    let doorkeeper: Doorkeeper
    let cookies: SessionCookies

    /// Bytes; an access token of ours has less than half of it.
    static let maximumTokenBytes = 8 << 10

    /// What the endpoint will be called with, once the body is read.
    typealias Admitted = @Sendable (GatewayRequest) async throws -> Answer

    /// Decides before the body is read, so that strangers can't make us read one.
    ///
    /// - Returns: the rest of the way for somebody who is let in; an answer for a browser that is sent elsewhere.
    func admit(
        _ route: Route,
        _ headers: HTTPFields,
        workspace: Workspace?,
        target: LocalPath?,
        at now: Date
    ) async throws -> Admission {
        switch route.endpoint {
        case .open(let handler):
            return .admitted(handler)
        case .client(let kind, let handler):
            let application = try await application(of: kind, headers)
            return .admitted { try await handler($0, application) }
        case .door(let handler):
            let workspace = try Self.standing(workspace)
            return .admitted { try await handler($0, workspace) }
        case .visitor(let handler):
            let workspace = try Self.standing(workspace)
            let user = try await signedInUser(headers, workspace)
            return .admitted { try await handler($0, workspace, user) }
        case .browserSession(let permission, let handler):
            let workspace = try Self.standing(workspace)
            guard let user = try await signedInUser(headers, workspace) else {
                return .elsewhere(try signIn(at: workspace, then: route.method == .get ? target : nil))
            }
            if let permission, !user.user.role.permissions.contains(permission) {
                throw Problem.lacking(permission.rawValue)
            }
            if route.needsFreshProof, !user.session.hasFreshProof(at: now) {
                let told = route.method == .get ? nil : user.session.id
                return .elsewhere(try stepUp(at: workspace, then: target, unsaved: told))
            }
            return .admitted { try await handler($0, workspace, user) }
        case .bearer(let permission, let handler):
            let caller = try await caller(headers, of: workspace)
            let workspace = try Self.standing(workspace)
            if let permission, !caller.permissions.contains(permission) { throw Problem.lacking(permission.rawValue) }
            if route.needsFreshProof, try await !doorkeeper.hasFreshProof(caller) { throw Problem.proofTooOld }
            return .admitted { try await handler($0, workspace, caller) }
        }
    }

    /// What becomes of somebody at the door.
    enum Admission: Sendable {
        case admitted(Admitted)
        case elsewhere(Answer)
    }

    /// The workspace, where it is open. One that is closed is as unknown as one that never was.
    private static func standing(_ workspace: Workspace?) throws -> Workspace {
        guard let workspace else { throw Problem(.notFound) }
        switch workspace.state {
        case .active: return workspace
        case .suspended: throw Problem(.workspaceSuspended)
        case .creating: throw Problem(.workspaceUnavailable, retryAfter: Faults.unavailableRetry)
        case .closing, .closed: throw Problem(.notFound)
        }
    }

    private func signedInUser(_ headers: HTTPFields, _ workspace: Workspace) async throws -> SignedInUser? {
        guard let token = cookies.token(for: workspace.id, in: headers) else { return nil }
        return try await doorkeeper.browserSession(token, workspace.id)
    }

    private func signIn(at workspace: Workspace, then target: LocalPath?) throws -> Answer {
        try .seeOther(LocalPath("/w/\(workspace.slug)/sign-in"), then: target)
    }

    /// - Parameter unsaved: who sent something, which is not kept until it is allowed: the page says so. nil where nothing was.
    private func stepUp(at workspace: Workspace, then target: LocalPath?, unsaved: SessionID?) throws -> Answer {
        let page = LocalPath("/w/\(workspace.slug)/account/step-up")
        return try .seeOther(unsaved.map { page?.telling("unsaved", "1", to: $0) } ?? page, then: target)
    }

    /// Who holds the token. Without a good one nobody learns whether the workspace exists; with one of another workspace
    /// neither (attacks 5.3 #23, 5.8 #78).
    private func caller(_ headers: HTTPFields, of workspace: Workspace?) async throws -> VerifiedCaller {
        guard let token = Self.credentials("Bearer", headers) else { throw Problem.noAccess(sent: false) }
        guard token.utf8.count <= Self.maximumTokenBytes else { throw Problem.noAccess(sent: true) }
        let caller: VerifiedCaller
        do {
            caller = try await doorkeeper.accessToken(Secret(token))
        } catch let rejection as TokenRejection {
            throw Problem(rejection)
        }
        guard let workspace, caller.workspace == workspace.id else { throw Problem.noAccess(sent: true) }
        return caller
    }

    private func application(of kind: ApplicationKind, _ headers: HTTPFields) async throws -> Application {
        let challenge = Problem(.unauthenticated, headers: [.wwwAuthenticate: "Basic realm=\"application\""])
        guard let credentials = Self.credentials("Basic", headers), let bytes = try? Base64.decode(credentials),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            // RFC 6749 section 2.3.1: both are form-encoded within.
            let id = FormText.decode(bytes[..<colon]),
            let secret = FormText.decode(bytes[(colon + 1)...]),
            let application = try await doorkeeper.application(id, Secret(secret)), application.kind == kind
        else { throw challenge }
        return application
    }

    /// What follows the scheme in the one Authorization field. The scheme's case is free (RFC 9110 section 11.1).
    private static func credentials(_ scheme: String, _ headers: HTTPFields) -> String? {
        let fields = headers[values: .authorization]
        guard fields.count == 1, let parts = fields.first?.split(separator: " ", omittingEmptySubsequences: false),
            parts.count == 2, parts[0].lowercased() == scheme.lowercased(), !parts[1].isEmpty
        else { return nil }
        return String(parts[1])
    }
}

extension Answer {
    /// Sends a browser to a page of ours that leads on to `target`.
    fileprivate static func seeOther(_ page: LocalPath?, then target: LocalPath?) throws -> Answer {
        guard let page else { throw Problem(.notFound) }
        return .seeOther(target.map { page.adding("return_to", $0.description) } ?? page)
    }
}
