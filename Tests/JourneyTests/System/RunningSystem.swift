import Encoding
import Foundation

/// The system that journeys walk through: gateway, asset API and database, as `deploy/dev/run` describes them in run.json.
struct RunningSystem: Sendable {
    let gateway: String
    let management: String
    let assetAPI: String
    let workspace: String
    let ownerEmail: String
    let ownerPassword: String
    /// The private cluster's superuser, on the control database.
    let databaseURL: String
    let gatewayProcess: Int32
    /// PostgreSQL's first process.
    let databaseProcess: Int32

    struct Undescribed: Error, CustomStringConvertible {
        let description: String
    }

    private static let environment = ProcessInfo.processInfo.environment
    /// What a development system may ask for; more would be a typing error.
    private static let mostRounds = 1_000

    private static var isRequired: Bool { environment["JOURNEYS_REQUIRED"] == "1" }

    /// Whether journeys shall run: where a system is described, and where one must be (then they fail without it).
    static var isAsked: Bool { isRequired || environment["JOURNEY_RUN_JSON"] != nil }

    /// How often the gateway is killed. Nobody's system is killed unasked.
    static var killRounds: Int {
        let asked = environment["JOURNEY_KILL_ROUNDS"].flatMap { Int($0) }
        return min(max(asked ?? (isRequired ? 1 : 0), 0), mostRounds)
    }

    /// Reads run.json. Throws ``Undescribed`` where a member is missing.
    static func described() throws -> RunningSystem {
        guard let path = environment["JOURNEY_RUN_JSON"] else {
            throw Undescribed(
                description: "JOURNEY_RUN_JSON names no file: start deploy/dev/run and give its run.json."
            )
        }
        let facts = try StrictJSON.parse(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        func text(_ name: String) throws -> String {
            guard let value = facts.object?[name]?.string else {
                throw Undescribed(description: "\(path) has no \(name).")
            }
            return value
        }
        func process(_ name: String) throws -> Int32 {
            let number = facts.object?["pids"]?.object?[name]?.integer.flatMap { Int32(exactly: $0) }
            guard let number else { throw Undescribed(description: "\(path) has no pids.\(name).") }
            return number
        }
        return RunningSystem(
            gateway: try text("gateway"),
            management: try text("management"),
            assetAPI: try text("asset_api"),
            workspace: try text("workspace"),
            ownerEmail: try text("owner_email"),
            ownerPassword: try text("owner_password"),
            databaseURL: try text("database_url"),
            gatewayProcess: try process("gateway"),
            databaseProcess: try process("postgres")
        )
    }
}
