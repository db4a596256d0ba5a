import Postgres
import TestSupport
import Testing

/// LISTEN and NOTIFY.
@Suite(.enabled(if: PrivatePostgres.isAvailable))
struct NotificationTests {
    @Test func hearsWhatOthersSayInOrder() async throws {
        let server = try await PrivatePostgres.shared()
        try await server.withDatabase { configuration in
            let listening = try await server.connect(configuration)
            let speaking = try await server.connect(configuration)
            let notifications = listening.listen("News of \"today\"")
            // What this connection is given after `listen` runs after LISTEN.
            _ = try await listening.query("SELECT 1 AS one")
            for number in 0..<3 {
                try await speaking.execute("SELECT pg_notify(\("News of \"today\""), \("\(number)"))")
            }
            var heard: [String] = []
            for try await notification in notifications {
                #expect(notification.processID == speaking.processID)
                heard.append(notification.payload)
                if heard.count == 3 { break }
            }
            #expect(heard == ["0", "1", "2"])
            await listening.close()
            await speaking.close()
        }
    }

    @Test func theStreamFailsWhenTheConnectionIsLost() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            let notifications = connection.listen("news")
            _ = try await connection.query("SELECT 1 AS one")
            await connection.close()
            await #expect(throws: PostgresError(.connectionLost)) { for try await _ in notifications {} }
            await #expect(throws: PostgresError(.connectionLost)) { for try await _ in connection.listen("later") {} }
        }
    }

    @Test func theLastListenerWhoLeavesEndsTheListening() async throws {
        try await PrivatePostgres.shared().withConnection { connection async throws in
            do {
                let one = connection.listen("news")
                let two = connection.listen("news")
                #expect(try await connection.channels() == ["news"])
                _ = (one, two)
            }
            // The streams went with their scope; UNLISTEN stands before whatever comes now.
            #expect(try await connection.channels() == [])
        }
    }
}

extension PostgresConnection {
    fileprivate func channels() async throws -> [String] {
        try await query("SELECT channel FROM pg_listening_channels() AS channel").map { try $0.decode("channel") }
    }
}
