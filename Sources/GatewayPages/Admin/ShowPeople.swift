import GatewayHTTP
import HTTPTypes
import SignIn
import Workspaces

/// `GET /w/{workspace}/admin/people`, and `GET` and `POST …/admin/people/{user}/second-factors`: who is in the workspace,
/// for those who may read its policies with which factors, and the way to take them from somebody who has lost them.
struct ShowPeople: Sendable {
    let people: ListPeople
    let reset: ResetSecondFactors
    let pages: PageRenderer

    var routes: [Route] {
        [
            Route(
                "showPeople",
                .get,
                "/w/{workspace}/admin/people",
                "The people of the workspace; with what each signs in, for those who may know.",
                query: [
                    QueryParameter("address", .string(), "How the mail address begins."),
                    QueryParameter("after", .string(format: "uuid"), "The last one of the page before."),
                    QueryParameter("done", .string(format: "uuid"), "Whose factors were reset just now."),
                    .newsMark,
                ],
                answers: [AnswerForm(.ok, "The page.", type: .html)],
                problems: [.invalidRequest, .notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                endpoint: .browserSession(.usersRead) { request, workspace, user in
                    try await list(request, workspace, user)
                }
            ),
            Route(
                "showFactorReset",
                .get,
                "/w/{workspace}/admin/people/{user}/second-factors",
                "Asks whether to take all second factors of somebody away.",
                answers: [
                    AnswerForm(.ok, "The page.", type: .html),
                    AnswerForm(.seeOther, "One must prove anew who one is."),
                ],
                problems: [.notFound, .insufficientScope, .workspaceSuspended],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(.usersWrite) { request, workspace, user in
                    let person = try await person(request, workspace)
                    return try pages.answer(
                        ResetFactorsPage(place: place(workspace, user), person: person, reader: user.user),
                        in: request.language
                    )
                }
            ),
            Route(
                "resetFactors",
                .post,
                "/w/{workspace}/admin/people/{user}/second-factors",
                "Takes all second factors of somebody away, and ends all their sessions.",
                body: .form([]),
                answers: [AnswerForm(.seeOther, "It is done, or asks for a fresh proof.")],
                problems: [
                    .invalidRequest, .crossSiteRequest, .notFound, .insufficientScope, .workspaceSuspended,
                ],
                problemForm: .page,
                needsFreshProof: true,
                endpoint: .browserSession(.usersWrite) { request, workspace, user in
                    let person = try await person(request, workspace)
                    do {
                        try await reset(
                            of: person.user.id,
                            in: workspace.id,
                            by: user.user.id,
                            holding: user.user.role.permissions,
                            origin: request.origin
                        )
                    } catch let rejection as ResetSecondFactors.Rejection {
                        throw Problem(rejection)
                    }
                    guard let page = LocalPath(AdminSection.people.address(at: Place(workspace: workspace).root)) else {
                        throw Problem(.notFound)
                    }
                    return .seeOther(page.telling("done", person.user.id.description, to: user.session.id))
                }
            ),
        ]
    }

    private func place(_ workspace: Workspace, _ user: SignedInUser) -> Place {
        Place(workspace: workspace, user: user.user.name, admin: (.people, user.user.role))
    }

    private func person(_ request: GatewayRequest, _ workspace: Workspace) async throws -> PersonFactors {
        guard let id = request.parameters["user"].flatMap({ UserID(text: $0) }),
            let person = try await people.find(id, in: workspace.id)
        else { throw Problem(.notFound) }
        return person
    }

    private func list(_ request: GatewayRequest, _ workspace: Workspace, _ user: SignedInUser) async throws -> Answer {
        let prefix = request.query["address"] ?? ""
        guard prefix.utf8.count <= EmailAddress.maximumBytes else { throw Problem(.invalidRequest) }
        let last = request.query["after"].map { UserID(text: $0) }
        if case .some(nil) = last { throw Problem(.invalidRequest) }
        let done = request.query.told("done", to: user.session.id).flatMap { UserID(text: $0) }
        return try pages.answer(
            PeoplePage(
                place: place(workspace, user),
                people: try await people(addressed: prefix, after: last ?? nil, in: workspace.id),
                prefix: prefix,
                showsFactors: user.user.role.permissions.contains(.policiesRead),
                mayReset: user.user.role.permissions.contains(.usersWrite),
                wasReset: try await done.asyncMap { try await people.find($0, in: workspace.id)?.user.name } ?? nil
            ),
            in: request.language
        )
    }
}

extension Optional {
    fileprivate func asyncMap<R>(_ body: (Wrapped) async throws -> R) async rethrows -> R? {
        guard let self else { return nil }
        return try await body(self)
    }
}
