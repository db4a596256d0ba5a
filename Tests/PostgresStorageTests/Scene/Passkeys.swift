import Encoding
import FoundationEssentials
import PostgresStorage
import Secrets
import SignIn
import TestSupport
import WebAuthn
import Workspaces

extension StoredGateway {
    /// Somebody signed in as programs are, whatever their factors.
    func holder(_ user: User, in workspace: Workspace) async throws -> SignedInSession {
        let now = clock.now
        let session = Session(
            id: .random(from: random),
            user: user.id,
            clientID: Application.firstPartyID,
            methods: [.password],
            authenticatedAt: now,
            provedAt: now,
            lastUsedAt: now,
            endedAt: nil,
            sourceAddress: nil,
            userAgent: nil
        )
        try await databases.change(workspace.id, by: Self.byOperator) {
            try await SessionsRepository().insert(session, browserToken: nil, in: $0)
        }
        return SignedInSession(user: user.id, session: session.id, channel: .tokens)
    }

    /// Gives the user the passkey that the forge makes, and returns the device that has it.
    @discardableResult
    func addPasskey(
        _ user: User,
        in workspace: Workspace,
        by forge: RegistrationForge? = nil
    ) async throws -> AuthenticationForge {
        let holder = try await holder(user, in: workspace)
        let question = try await self.factors.managePasskeys.ask(holder, in: workspace)
        let made = try (forge ?? RegistrationForge()).answer(question)
        _ = try await self.factors.managePasskeys.add(
            PasskeyAnswer(transaction: question.transaction, credential: made),
            named: nil,
            holder,
            in: workspace.id,
            origin: Self.origin
        )
        var device = try AuthenticationForge()
        device.userHandle = try Base64URL.decode(question.options.object?["user"]?.object?["id"]?.string ?? "")
        return device
    }

    func signInByPasskey(_ device: AuthenticationForge, in workspace: Workspace) async throws
        -> SignInStep<SessionGrant>
    {
        let question = try await self.factors.signInWithPasskey.ask(in: workspace, origin: Self.origin)
        let answer = PasskeyAnswer(transaction: question.transaction, credential: try device.answer(question))
        return try await signInByPasskey(answer, in: workspace)
    }

    func signInByPasskey(_ answer: PasskeyAnswer, in workspace: Workspace) async throws -> SignInStep<SessionGrant> {
        try await self.factors.signInWithPasskey(answer, in: workspace, origin: Self.origin)
    }

    func session(of grant: SessionGrant, in workspace: Workspace) async throws -> Session? {
        try await databases.transaction(on: workspace.id) {
            try await SessionsRepository().find(grant.session, in: $0)
        }
    }
}

extension PasskeyQuestion {
    var challenge: Challenge {
        get throws { Challenge(recorded: try Base64URL.decode(options.object?["challenge"]?.string ?? "")) }
    }
}

extension AuthenticationForge {
    /// What the device replies to the question.
    func answer(_ question: PasskeyQuestion) throws -> JSONValue {
        var asked = self
        asked.challenge = try question.challenge
        asked.clientData["challenge"] = .string(asked.challenge.text)
        return try asked.json()
    }
}

extension RegistrationForge {
    /// The passkey that is made where the question asks for one.
    func answer(_ question: PasskeyQuestion) throws -> JSONValue {
        var asked = self
        asked.challenge = try question.challenge
        asked.clientData["challenge"] = .string(asked.challenge.text)
        return try asked.json()
    }
}
