import Encoding
import FoundationEssentials
import Secrets
import SignIn
import Synchronization
import TestSupport
import Testing
import Workspaces

/// What an application may be: above all, where its answers may go.
struct CreateApplicationTests {
    @Test(arguments: [
        (ApplicationKind.web, "https://app.example/callback"),
        (.web, "https://app.example:8443/callback?a=b"),
        (.web, "http://localhost/callback"),
        (.web, "http://localhost:8080/callback"),
        (.native, "http://127.0.0.1:49152/callback"),
        (.native, "http://[::1]:49152/callback"),
        (.native, "http://127.0.0.1?x"),
        (.native, "com.example.app:/callback"),
        (.native, "https://app.example/native"),
    ])
    func takesAddressesThatReachTheApplicationOnly(kind: ApplicationKind, uri: String) async throws {
        let (application, secret) = try await Self.manage().create(name: "App", kind: kind, redirectURIs: [uri])
        #expect(application.redirectURIs == [uri])
        #expect((secret == nil) == (kind == .native))
    }

    @Test(arguments: [
        (ApplicationKind.web, "http://app.example/callback"),
        (.web, "com.example.app:/callback"),
        (.web, "HTTPS://app.example/callback"),
        (.web, "https://"),
        (.web, "https:///callback"),
        (.web, "https://:443/callback"),
        (.web, "https:app.example"),
        (.web, "https://app.example/callback#fragment"),
        (.web, "https://app.example\\@evil.example/"),
        (.web, "https://app.example@evil.example/"),
        (.web, "https://app.example/a b"),
        (.web, "https://app.example/\r\nLocation: x"),
        (.web, "https://äpp.example/"),
        // A host that only begins like this machine's is somebody else's.
        (.native, "http://localhost.evil.example/"),
        (.native, "http://127.0.0.1.evil.example/"),
        (.native, "http://127.0.0.10/"),
        (.native, "http://localhost@evil.example/"),
        (.native, "http://localhost:8080@evil.example/"),
        (.native, "http://[::1]evil.example/"),
        (.native, "http://localhost:/"),
        (.native, "http://localhost:123456/"),
        (.native, "http:/localhost"),
        (.native, "javascript:alert(1)"),
        (.native, "//evil.example:443/"),
        (.native, "1.example:/"),
        (.native, ".example:/"),
        (.native, "myapp:/callback"),
        (.native, "no-colon.example"),
        (.native, ""),
    ])
    func refusesEveryOtherAddress(kind: ApplicationKind, uri: String) async {
        await #expect(throws: ApplicationRejection.badRedirectURI(uri)) {
            try await Self.manage().create(name: "App", kind: kind, redirectURIs: [uri])
        }
    }

    @Test func anAddressHasAnEnd() async throws {
        let longest = "https://app.example/" + String(repeating: "a", count: 1_004)
        _ = try await Self.manage().create(name: "App", kind: .web, redirectURIs: [longest])
        await #expect(throws: ApplicationRejection.badRedirectURI(longest + "a")) {
            try await Self.manage().create(name: "App", kind: .web, redirectURIs: [longest + "a"])
        }
    }

    @Test(arguments: [
        (ApplicationKind.web, 0), (.web, 21), (.native, 0), (.native, 21), (.service, 1), (.api, 1),
    ])
    func refusesTheWrongNumberOfAddresses(kind: ApplicationKind, count: Int) async {
        let uris = (0..<count).map { "https://app.example/\($0)" }
        await #expect(throws: ApplicationRejection.wrongNumberOfRedirectURIs) {
            try await Self.manage().create(name: "App", kind: kind, redirectURIs: uris)
        }
    }

    @Test(arguments: ["", String(repeating: "n", count: 101)])
    func refusesABadName(name: String) async {
        await #expect(throws: ApplicationRejection.badName) {
            try await Self.manage().create(name: name, kind: .service, redirectURIs: [])
        }
    }

    @Test func isKnownByItsOwnSecretOnly() async throws {
        let manage = Self.manage()
        let (first, given) = try await manage.create(name: "First", kind: .service, redirectURIs: [])
        let (second, _) = try await manage.create(name: "Second", kind: .service, redirectURIs: [])
        let (native, _) = try await manage.create(name: "App", kind: .native, redirectURIs: ["http://localhost"])
        let secret = try #require(given)
        #expect(try await manage.authenticate(first.clientID, secret: secret) == first)
        #expect(try await manage.authenticate(first.clientID, secret: Secret("")) == nil)
        #expect(try await manage.authenticate(second.clientID, secret: secret) == nil)
        #expect(try await manage.authenticate(native.clientID, secret: secret) == nil)
        #expect(try await manage.authenticate("service-unknown", secret: secret) == nil)
    }

    /// Who asks all the time is looked up once a minute, and known for so long when another process has deleted it.
    @Test func isRecognizedWithoutTheDatabaseForAMinute() async throws {
        let (shelf, clock) = (Shelf(), MovableClock())
        let manage = ManageApplications(control: shelf, applications: shelf, clock: clock, random: Counter())
        let (first, given) = try await manage.create(name: "First", kind: .api, redirectURIs: [])
        let secret = try #require(given)
        #expect(try await manage.authenticate(first.clientID, secret: secret) == first)
        let asked = shelf.transactions
        #expect(try await manage.authenticate(first.clientID, secret: Secret("wrong")) == nil)
        #expect(shelf.transactions == asked + 1)
        let command = ManageApplications(control: shelf, applications: shelf, clock: clock, random: Counter())
        #expect(try await command.delete(first.clientID))
        clock.advance(59)
        let askedSince = shelf.transactions
        #expect(try await manage.authenticate(first.clientID, secret: secret) == first)
        #expect(shelf.transactions == askedSince)
        clock.advance(1)
        #expect(try await manage.authenticate(first.clientID, secret: secret) == nil)
    }

    private static func manage() -> ManageApplications {
        let shelf = Shelf()
        return ManageApplications(control: shelf, applications: shelf, clock: MovableClock(), random: Counter())
    }
}

/// The applications in memory.
private final class Shelf: ControlDatabaseAccess, ApplicationStorage {
    private let applications = Mutex<[Application]>([])

    private let count = Mutex(0)

    var transactions: Int { count.withLock { $0 } }

    func transaction<R: Sendable>(_ body: @Sendable (ControlTransaction) async throws -> R) async throws -> R {
        count.withLock { $0 += 1 }
        return try await body(ControlTransaction(handle: 0))
    }

    func find(_ clientID: String, in transaction: ControlTransaction) -> Application? {
        applications.withLock { $0.first { $0.clientID.hasSameBytes(as: clientID) } }
    }

    func list(in transaction: ControlTransaction) -> [Application] { applications.withLock { $0 } }

    func insert(_ application: Application, in transaction: ControlTransaction) {
        applications.withLock { $0.append(application) }
    }

    func delete(_ clientID: String, in transaction: ControlTransaction) -> Bool {
        applications.withLock { applications in
            let count = applications.count
            applications.removeAll { $0.clientID.hasSameBytes(as: clientID) }
            return applications.count < count
        }
    }
}

/// Bytes that differ from call to call.
private final class Counter: RandomSource {
    private let calls = Mutex<UInt8>(0)

    func bytes(_ count: Int) -> [UInt8] {
        let call = calls.withLock { calls in
            calls += 1
            return calls
        }
        return [UInt8](repeating: call, count: count)
    }
}
