import BoundedWorkers
import Encoding
import Foundation
import Synchronization

/// Loads a running gateway as a ``LoadPlan`` says: each client is a thread that waits for its answer and asks again.
///
/// Whatever is not answered as it should be ends the load with an error: a figure of refusals is no figure.
enum Load {
    static func run(_ plan: LoadPlan) async throws -> LoadReport {
        let chains = try await all(plan.refreshClients) { number in
            let client = PlainHTTPClient(port: plan.port, authority: plan.authority)
            return try signIn(plan.people[number % plan.people.count], by: client)
        }
        let start = ContinuousClock.now
        let end = start + .seconds(plan.seconds)
        async let signIns = all(plan.signInClients) { number in
            let client = PlainHTTPClient(port: plan.port, authority: plan.authority)
            var next = number
            return try durations(until: end, pause: 0) {
                _ = try signIn(plan.people[next % plan.people.count], by: client)
                next += max(plan.signInClients, 1)
            }
        }
        async let refreshes = all(plan.refreshClients) { number in
            let client = PlainHTTPClient(port: plan.port, authority: plan.authority)
            var token = chains[number]
            return try durations(until: end, pause: plan.refreshPause) { token = try refresh(token, by: client) }
        }
        let (signedIn, refreshed) = try await (signIns, refreshes)
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return LoadReport(
            signIns: LoadFigures(signedIn.flatMap(\.self), over: elapsed),
            refreshes: LoadFigures(refreshed.flatMap(\.self), over: elapsed)
        )
    }

    /// What `count` threads return, each given its number.
    private static func all<R: Sendable>(
        _ count: Int,
        _ work: @escaping @Sendable (Int) throws -> R
    ) async throws -> [R] {
        guard count > 0 else { return [] }
        let workers = BoundedWorkers(name: "client", threads: count, queue: 0)
        defer { workers.shutdown() }
        return try await withThrowingTaskGroup(of: (Int, R).self) { group in
            for number in 0..<count { group.addTask { (number, try await workers.run { try work(number) }) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Seconds that each call took.
    private static func durations(
        until end: ContinuousClock.Instant,
        pause: Double,
        _ call: () throws -> Void
    ) throws -> [Double] {
        var seconds: [Double] = []
        while ContinuousClock.now < end {
            let start = ContinuousClock.now
            try call()
            seconds.append((ContinuousClock.now - start) / .seconds(1))
            if pause > 0 { Thread.sleep(forTimeInterval: pause) }
        }
        return seconds
    }

    /// Returns the refresh token.
    private static func signIn(_ person: LoadPlan.Person, by client: PlainHTTPClient) throws -> String {
        let body: JSONValue = ["email": .string(person.email), "password": .string(person.password)]
        let answer = try client.post(
            "/w/\(person.workspace)/api/v1/sign-in/password",
            type: "application/json",
            String(decoding: body.serialized(), as: UTF8.self)
        )
        return try token(in: answer)
    }

    private static func refresh(_ spent: String, by client: PlainHTTPClient) throws -> String {
        let answer = try client.post(
            "/oauth2/token",
            type: "application/x-www-form-urlencoded",
            "grant_type=refresh_token&client_id=ontrackio&refresh_token=\(spent)"
        )
        return try token(in: answer)
    }

    private static func token(in answer: PlainHTTPClient.Answer) throws -> String {
        guard answer.status == 200, case .object(let members) = try StrictJSON.parse(Array(answer.body)),
            case .string(let token) = members["refresh_token"]
        else {
            let text = String(decoding: answer.body.prefix(300), as: UTF8.self)
            throw PlainHTTPClient.Failure(description: "answered with \(answer.status) \(text)")
        }
        return token
    }
}
