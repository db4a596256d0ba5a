import BoundedWorkers
import Encoding
import Secrets
import TestSupport
import Testing

@testable import Postgres

@Suite struct SCRAMVerifierTests {
    /// Salt and password of RFC 7677 section 3; its server signature is what the first one's ServerKey gives. Both verifiers
    /// were computed by Python's hashlib.
    @Test(arguments: [
        (
            4_096,
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        ),
        (
            1,
            "SCRAM-SHA-256$1:W22ZaJ0SNY7soEsUEjb6gQ==$bzcn5wYzlcMpEXczzDM1iuyLhni5BVbqsm82vjMHWXI=:fg/vS0Y425LcbLGWSqdzrFlRn9451QblzgpwLQYoXCI="
        ),
    ])
    func isWhatOthersCompute(iterations: Int, verifier: String) throws {
        let salt = try Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==")
        #expect(SCRAMVerifier.text(of: "pencil", salt: salt, iterations: iterations) == verifier)
    }

    @Test func saltsEachLoginDifferently() {
        let one = SCRAMVerifier.ofRandomPassword("the same", login: "one")
        #expect(one != SCRAMVerifier.ofRandomPassword("the same", login: "other"))
        #expect(one == SCRAMVerifier.ofRandomPassword("the same", login: "one"))
    }

    @Test(.enabled(if: PrivatePostgres.isAvailable))
    func letsThePasswordInAndNoOther() async throws {
        let server = try await PrivatePostgres.shared()
        let login = PrivatePostgres.freshName("login")
        let verifier = SQL.literal(SCRAMVerifier.ofRandomPassword("c0ffee-c0ffee-c0ffee", login: login))
        let role = SQL.identifier(login)
        let administration = try await server.connect(server.superuser)
        try await administration.execute("CREATE ROLE \(unsafeSQL: role) LOGIN PASSWORD \(unsafeSQL: verifier)")
        let right = server.configuration(database: "postgres", user: login, password: "c0ffee-c0ffee-c0ffee")
        let connection = try await server.connect(right)
        await connection.close()
        let wrong = server.configuration(database: "postgres", user: login, password: "c0ffee-c0ffee-c0ffef")
        await #expect(throws: PostgresError.self) { try await server.connect(wrong) }
        try await administration.execute("DROP ROLE \(unsafeSQL: role)")
        await administration.close()
    }
}
