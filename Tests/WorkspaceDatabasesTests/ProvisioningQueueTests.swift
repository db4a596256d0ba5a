import Foundation
import Postgres
import TestSupport
import Testing
import WorkspaceDatabases

/// The requests that the serving process makes and the worker fulfils.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct ProvisioningQueueTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func aRequestIsFulfilledAndTheWaiterTold() async throws {
        try await ProvisionedService.with { service async throws in
            let asking = try await service.server.connect(service.runtime)
            let working = try await service.server.connect(service.provisioning)
            let workspace = UUID()
            let id = try await ProvisioningQueue(asking).request(
                id: UUID(),
                .create,
                workspace: workspace,
                slug: "acme",
                name: "Acme",
                region: "eu",
                at: Self.now
            )
            async let waited = ProvisioningQueue.waitUntilDone(id, on: asking, within: .seconds(30))
            let worked = try await ProvisioningQueue.fulfilNext(on: working, now: { Self.now }) { request, _ in
                #expect(request.workspace == workspace)
                #expect(request.slug == "acme")
                #expect(request.region == "eu")
                #expect(request.kind == .create)
            }
            #expect(worked)
            let settled = try #require(try await waited)
            #expect(settled.state == .done)
            #expect(settled.finishedAt == Self.now)
            #expect(try await !ProvisioningQueue.fulfilNext(on: working, now: { Self.now }) { _, _ in })
            await asking.close()
            await working.close()
        }
    }

    @Test func theSameRequestAskedTwiceIsOne() async throws {
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.runtime) { connection async throws in
                let queue = ProvisioningQueue(connection)
                let workspace = UUID()
                let first = try await queue.request(
                    id: UUID(),
                    .create,
                    workspace: workspace,
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                let second = try await queue.request(
                    id: UUID(),
                    .create,
                    workspace: workspace,
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                let closing = try await queue.request(
                    id: UUID(),
                    .close,
                    workspace: workspace,
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                #expect(first == second)
                #expect(first != closing)
                try await queue.finish(first, at: Self.now)
                let third = try await queue.request(
                    id: UUID(),
                    .create,
                    workspace: workspace,
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                #expect(third != first)
            }
        }
    }

    @Test func aRefusalSettlesAFaultLeavesOpen() async throws {
        struct Fault: Error {}
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.provisioning) { connection async throws in
                let queue = ProvisioningQueue(connection)
                let id = try await queue.request(
                    id: UUID(),
                    .create,
                    workspace: UUID(),
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                await #expect(throws: Fault.self) {
                    _ = try await ProvisioningQueue.fulfilNext(on: connection, now: { Self.now }) { _, _ in
                        throw Fault()
                    }
                }
                #expect(try await queue.find(id)?.state == .running)
                let later = Self.now.addingTimeInterval(ProvisioningQueue.retryPause)
                _ = try await ProvisioningQueue.fulfilNext(on: connection, now: { later }) { _, _ in
                    throw ProvisioningRefusal(reason: "the cluster is full")
                }
                let failed = try #require(try await queue.find(id))
                #expect(failed.state == .failed)
                #expect(failed.error == "the cluster is full")
            }
        }
    }

    /// Such as that of a workspace on a cluster that is away.
    @Test func aRequestThatCanNotBeFulfilledNowGivesWayToTheOthers() async throws {
        struct Fault: Error {}
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.provisioning) { connection async throws in
                let queue = ProvisioningQueue(connection)
                var ids: [UUID] = []
                for (slug, moment) in [("a", Self.now), ("b", Self.now.addingTimeInterval(1))] {
                    ids.append(
                        try await queue.request(
                            id: UUID(),
                            .create,
                            workspace: UUID(),
                            slug: slug,
                            name: slug,
                            at: moment
                        )
                    )
                }
                await #expect(throws: Fault.self) {
                    _ = try await ProvisioningQueue.fulfilNext(on: connection, now: { Self.now }) { _, _ in
                        throw Fault()
                    }
                }
                var seen: [UUID] = []
                while try await ProvisioningQueue.fulfilNext(
                    on: connection,
                    now: { Self.now },
                    { request, _ in seen.append(request.id) }
                ) {}
                #expect(seen == [ids[1]])
                let later = Self.now.addingTimeInterval(ProvisioningQueue.retryPause)
                _ = try await ProvisioningQueue.fulfilNext(on: connection, now: { later }) { request, _ in
                    seen.append(request.id)
                }
                #expect(seen == [ids[1], ids[0]])
            }
        }
    }

    @Test func twoWorkersNeverHaveTheSameRequestAndADeadOnesIsClaimedAgain() async throws {
        try await ProvisionedService.with { service async throws in
            let first = try await service.server.connect(service.provisioning)
            let second = try await service.server.connect(service.provisioning)
            let id = try await ProvisioningQueue(first).request(
                id: UUID(),
                .create,
                workspace: UUID(),
                slug: "a",
                name: "A",
                at: Self.now
            )
            await #expect(throws: PostgresError(.connectionLost)) {
                try await first.transaction { transaction in
                    #expect(try await ProvisioningQueue(transaction).claim(at: Self.now)?.id == id)
                    let none = try await second.transaction { try await ProvisioningQueue($0).claim(at: Self.now) }
                    #expect(none == nil)
                    await first.close()
                }
            }
            // The server drops a dead worker's lock when it notices: asked again until then.
            var again: ProvisioningRequest?
            while again == nil {
                again = try await second.transaction { try await ProvisioningQueue($0).claim(at: Self.now) }
            }
            #expect(again?.id == id)
            await second.close()
        }
    }

    @Test func waitingEndsAtTheDeadline() async throws {
        try await ProvisionedService.with { service async throws in
            try await service.connected(service.runtime) { connection async throws in
                let id = try await ProvisioningQueue(connection).request(
                    id: UUID(),
                    .create,
                    workspace: UUID(),
                    slug: "a",
                    name: "A",
                    at: Self.now
                )
                let settled = try await ProvisioningQueue.waitUntilDone(id, on: connection, within: .milliseconds(1))
                #expect(settled == nil)
            }
        }
    }
}
