import FoundationEssentials
import Synchronization
import TestSupport
import Testing
import Workspaces

@Suite struct WorkspaceDirectoryTests {
    /// A control database in memory that counts how often it is asked.
    private final class Control: ControlDatabaseAccess, WorkspaceStorage {
        private let rows = Mutex<[Workspace]>([])
        private let count = Mutex(0)

        var timesAsked: Int { count.withLock { $0 } }

        func hold(_ workspaces: [Workspace]) { rows.withLock { $0 = workspaces } }

        func transaction<R: Sendable>(_ body: @Sendable (ControlTransaction) async throws -> R) async throws -> R {
            count.withLock { $0 += 1 }
            return try await body(ControlTransaction(handle: 0))
        }

        func find(_ slug: WorkspaceSlug, in transaction: ControlTransaction) async throws -> Workspace? {
            rows.withLock { $0.first { $0.slug == slug } }
        }

        func find(_ id: WorkspaceID, in transaction: ControlTransaction) async throws -> Workspace? {
            rows.withLock { $0.first { $0.id == id } }
        }

        func list(after slug: WorkspaceSlug?, limit: Int, in transaction: ControlTransaction) async throws
            -> [Workspace]
        { [] }
    }

    private let control = Control()
    private let clock = MovableClock()

    private var directory: WorkspaceDirectory {
        WorkspaceDirectory(control: control, workspaces: control, clock: clock)
    }

    private func workspace(_ number: UInt8, _ slug: String, _ state: WorkspaceState = .active) throws -> Workspace {
        Workspace(
            id: try #require(WorkspaceID(bytes: [UInt8](repeating: number, count: 16))),
            slug: try #require(WorkspaceSlug(slug)),
            name: "Name of \(slug)",
            region: "eu",
            state: state,
            createdAt: Date(unixSeconds: 1_600_000_000)
        )
    }

    @Test func findsBySlugAndIDWithOneQuestion() async throws {
        let acme = try workspace(1, "acme")
        control.hold([acme, try workspace(2, "other")])
        let directory = directory
        #expect(try await directory.find(acme.slug) == acme)
        #expect(try await directory.find(acme.id) == acme)
        #expect(try await directory.find(acme.slug) == acme)
        #expect(control.timesAsked == 1)
    }

    @Test func showsAChangeOfStateOnceItsTimeIsOver() async throws {
        let acme = try workspace(1, "acme")
        control.hold([acme])
        let directory = directory
        #expect(try await directory.find(acme.id)?.state == .active)
        control.hold([try workspace(1, "acme", .suspended)])
        clock.advance(WorkspaceDirectory.lifetime)
        #expect(try await directory.find(acme.id)?.state == .suspended)
        #expect(try await directory.find(acme.slug)?.state == .suspended)
        #expect(WorkspaceDirectory.lifetime < 2)
    }

    /// A workspace that is made a moment later is found at once.
    @Test func remembersNoAbsence() async throws {
        let acme = try workspace(1, "acme")
        let directory = directory
        #expect(try await directory.find(acme.slug) == nil)
        #expect(try await directory.find(acme.id) == nil)
        control.hold([acme])
        #expect(try await directory.find(acme.slug) == acme)
    }
}
