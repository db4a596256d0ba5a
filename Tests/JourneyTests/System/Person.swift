import Encoding
import Testing

/// The tokens that a sign-in or a refresh hands out.
struct Tokens: Sendable, Equatable {
    let access: String
    let refresh: String

    init(_ reply: Reply) throws {
        let members = try #require(reply.json, "\(reply)")
        access = try #require(members["access_token"]?.string)
        refresh = try #require(members["refresh_token"]?.string)
    }
}

/// What the workspace's owner does, by program.
struct Person: Sendable {
    let system: RunningSystem

    /// The promise of the contract: a revocation takes effect within this time at every API that is connected.
    static let revocationTakes: Duration = .seconds(2)

    init() throws {
        system = try RunningSystem.described()
    }

    private var api: String { "\(system.gateway)/w/\(system.workspace)/api/v1" }

    func trySigningIn(email: String, password: String, _ change: (Asking) -> Asking = { $0 }) async throws -> Reply {
        let credentials: JSONValue = ["email": .string(email), "password": .string(password)]
        return try await change(.json(credentials)).send(to: "\(api)/sign-in/password")
    }

    func signIn(_ change: (Asking) -> Asking = { $0 }) async throws -> Tokens {
        let reply = try await trySigningIn(email: system.ownerEmail, password: system.ownerPassword, change)
        try #require(reply.status == 200, "\(reply)")
        try #require(reply.json?["state"] == "complete")
        return try Tokens(reply)
    }

    func refresh(_ token: String) async throws -> Reply {
        try await Asking.form([("grant_type", "refresh_token"), ("client_id", "ontrackio"), ("refresh_token", token)])
            .send(to: "\(system.gateway)/oauth2/token")
    }

    func revoke(_ token: String) async throws -> Reply {
        try await Asking.form([("token", token), ("client_id", "ontrackio")])
            .send(to: "\(system.gateway)/oauth2/revoke")
    }

    func me(_ accessToken: String) async throws -> Reply {
        try await Asking().bearing(accessToken).send(to: "\(api)/me")
    }

    /// The living sessions, as the gateway lists them.
    func sessions(_ accessToken: String) async throws -> [JSONObject] {
        let reply = try await Asking().bearing(accessToken).send(to: "\(api)/me/sessions")
        try #require(reply.status == 200, "\(reply)")
        return try #require(reply.json?["items"]?.array).compactMap(\.object)
    }

    /// The session that the token itself belongs to.
    func sessionID(of accessToken: String) async throws -> String {
        let reply = try await me(accessToken)
        try #require(reply.status == 200, "\(reply)")
        return try #require(reply.json?["sid"]?.string)
    }

    func endSession(_ sid: String, with accessToken: String) async throws -> Reply {
        try await Asking(method: "DELETE").bearing(accessToken).send(to: "\(api)/me/sessions/\(sid)")
    }

    func assets(_ accessToken: String) async throws -> Reply {
        try await Asking().bearing(accessToken).send(to: "\(system.assetAPI)/assets")
    }

    func createAsset(tag: String, _ accessToken: String) async throws -> Reply {
        try await Asking.json(["tag": .string(tag), "name": "Laptop", "kind": "laptop"]).bearing(accessToken)
            .send(to: "\(system.assetAPI)/assets")
    }

    /// Asks the asset API until it refuses the token; any answer but "here you are" and "refused" is a fault.
    ///
    /// - Parameter status: that of "refused"; 403 where the workspace is suspended.
    /// - Returns: whether it refused in time.
    func isRefusedByAssetAPI(
        _ accessToken: String,
        status: Int = 401,
        within time: Duration = revocationTakes
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + time
        while true {
            let sent = ContinuousClock.now
            let reply = try await assets(accessToken)
            if reply.status == status { return true }
            try #require(reply.status == 200, "\(reply)")
            if sent >= deadline { return false }
        }
    }
}
