import FoundationEssentials
import GatewayHTTP
import Outbound
import PostgresStorage
import SignIn
import WorkspaceDatabases
import Workspaces

/// One thing that `doctor` looks at.
struct DoctorCheck {
    /// A certificate that is good for less should have been renewed.
    private static let certificateDays = 14

    let name: String
    let cure: String
    /// Throws where it is not well; a text says what is worth knowing besides.
    let run: () async throws -> String?

    static func databaseAnswers(_ gateway: Gateway) -> DoctorCheck {
        DoctorCheck(
            name: "the control database answers",
            cure: "Check GATEWAY_DATABASE_URL, and that PostgreSQL is running there."
        ) {
            _ = try await DatabaseHealth(pools: gateway.pools).time()
            return nil
        }
    }

    /// What can be seen where the control database answers.
    static func inDatabase(_ gateway: Gateway) -> [DoctorCheck] {
        [
            DoctorCheck(
                name: "the runtime role has no power to create",
                cure: "Take these powers from the role, and take the role out of others that have them."
            ) {
                try await gateway.pools.withControlConnection { try await RuntimeRoleCheck().check($0) }
                return nil
            },
            DoctorCheck(
                name: "the control database has this version's shape",
                cure: "Run `identity-gateway migrate`."
            ) {
                try await gateway.pools.withControlConnection { try await ControlShape.check($0) }
                return nil
            },
            DoctorCheck(
                name: "the signing keys open with the app key",
                cure: "Give the app key that sealed them in GATEWAY_APP_KEY; a list may hold an older one."
            ) {
                try await gateway.keys.refresh()
                return nil
            },
            DoctorCheck(
                name: "nothing is sealed with an older app key",
                cure: "Run `identity-gateway keys reseal`, and only then take the older key out of GATEWAY_APP_KEY."
            ) {
                let (count, unreached) = try await gateway.overSealedSecrets(writing: false)
                guard count.old == 0, count.lost.isEmpty, unreached.isEmpty else {
                    throw CommandFailure(
                        """
                        \(count.old) with an older key, \(count.lost.count) with none of the list, \
                        \(unreached.count) workspaces could not be reached
                        """
                    )
                }
                return "\(count.current) secrets"
            },
            DoctorCheck(
                name: "the clock agrees with the database's",
                cure: "Let both machines follow a time server."
            ) {
                let off = try await DatabaseHealth(pools: gateway.pools).leastSkew(of: gateway.clock)
                guard off <= ClockSkew.toleratedByDatabase else {
                    throw CommandFailure("they differ by \(off) seconds")
                }
                return nil
            },
        ]
    }

    /// What stands in files.
    static func outside(_ source: ConfigurationSource, at now: Date) throws -> [DoctorCheck] {
        var checks: [DoctorCheck] = []
        if let certificate = try source.text(of: .tlsCertificate), let key = try source.text(of: .tlsPrivateKey) {
            checks.append(
                DoctorCheck(
                    name: "the certificate is good, and its key belongs to it",
                    cure: "Renew the certificate; GATEWAY_TLS_CERTIFICATE and …_PRIVATE_KEY name PEM files of one pair."
                ) {
                    let days = Int(
                        try TLSFiles(certificate: certificate, key: key).expiry.timeIntervalSince(now) / 86_400
                    )
                    guard days >= certificateDays else { throw CommandFailure("it is good for \(days) days only") }
                    return "good for \(days) days"
                }
            )
        }
        if let mail = try MailSettings(
            from: source,
            sender: source.value(of: .mailFrom, fault: "") { EmailAddress($0) }
        ) {
            checks.append(
                DoctorCheck(name: "mail can be handed in", cure: "Make the folder, and let this user write in it.") {
                    switch mail.destination {
                    case .smtp(let server): return "by \(server.host), port \(server.port), which was not asked"
                    case .folder(let folder):
                        guard FileManager.default.isWritableFile(atPath: folder) else {
                            throw CommandFailure("\(folder) can't be written")
                        }
                        return "into \(folder)"
                    }
                }
            )
        }
        return checks
    }
}
