import Encoding
import Postgres
import WorkspaceDatabases

/// Reads GATEWAY_DATABASE_CLUSTERS: a JSON array of objects with
/// - `name`: lower-case letters, digits and hyphens; stands in each workspace's row and so never changes;
/// - `region`: what `workspace create --region` names;
/// - `url`: how serving processes reach it, without user, password and database, which are each workspace's own;
/// - `provisioning_url`: as PROVISIONING_DATABASE_URL, where databases and roles are made;
/// - `ceiling`: the most workspaces, where there is a limit.
///
/// The cluster `main` is that of the control database and is there without a word; named, it is given a region and a ceiling,
/// and a `url` where its workspaces are reached by another way.
struct ClusterSettings {
    /// Why the text is not taken, as the end of a sentence.
    struct Fault: Error, Equatable {
        let text: String
    }

    static let mostClusters = 64
    private static let names = 1...40
    private static let members: Set<String> = ["name", "region", "url", "provisioning_url", "ceiling"]

    let clusters: DatabaseClusters
    /// Whether one of them comes with a role that may make databases.
    let namesProvisioning: Bool

    /// - Parameters:
    ///   - text: nil for the main cluster alone.
    ///   - main: how the main cluster is reached, and as whom databases are made there.
    init(_ text: String?, serving main: PostgresConfiguration, provisioning: PostgresConfiguration?) throws(Fault) {
        var clusters: [DatabaseCluster] = []
        var namesProvisioning = false
        for object in try Self.objects(text ?? "[]") {
            let name = try Self.name("name", of: object)
            guard !clusters.contains(where: { $0.name == name }) else { throw Fault(text: "names \(name) twice") }
            let isMain = name == DatabaseCluster.main
            namesProvisioning = namesProvisioning || object["provisioning_url"] != nil
            guard !isMain || object["provisioning_url"] == nil else {
                throw Fault(text: "gives main a provisioning_url, which is GATEWAY_PROVISIONING_DATABASE_URL")
            }
            let serving = try Self.url("url", of: object) { url throws(PostgresURLError) in try .init(serverURL: url) }
            guard let serving = serving ?? (isMain ? main : nil) else { throw Fault(text: "gives \(name) no url") }
            let own = try Self.url("provisioning_url", of: object) { url throws(PostgresURLError) in try .init(url: url)
            }
            clusters.append(
                DatabaseCluster(
                    name: name,
                    region: try Self.name("region", of: object),
                    serving: serving,
                    provisioning: isMain ? provisioning : own,
                    ceiling: try Self.ceiling(of: object)
                )
            )
        }
        if !clusters.contains(where: { $0.name == DatabaseCluster.main }) {
            clusters.insert(
                DatabaseCluster(
                    name: DatabaseCluster.main,
                    region: DatabaseCluster.defaultRegion,
                    serving: main,
                    provisioning: provisioning,
                    ceiling: nil
                ),
                at: 0
            )
        }
        self.clusters = DatabaseClusters(clusters)
        self.namesProvisioning = namesProvisioning
    }

    private static func objects(_ text: String) throws(Fault) -> [JSONObject] {
        guard let array = (try? StrictJSON.parse(Array(text.utf8)))?.array, array.count <= mostClusters else {
            throw Fault(text: "is not a JSON array of at most \(mostClusters) objects")
        }
        var objects: [JSONObject] = []
        for value in array {
            guard let object = value.object else { throw Fault(text: "has an entry that is no object") }
            if let unknown = object.first(where: { !members.contains($0.name) }) {
                throw Fault(text: "has the unknown member \(unknown.name)")
            }
            objects.append(object)
        }
        return objects
    }

    private static func name(_ member: String, of object: JSONObject) throws(Fault) -> String {
        guard let text = object[member]?.string, names.contains(text.utf8.count), text.utf8.allSatisfy(isPlain) else {
            throw Fault(text: "has a \(member) that is not 1 to 40 lower-case letters, digits and hyphens")
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }

    private static func url(
        _ member: String,
        of object: JSONObject,
        _ read: (String) throws(PostgresURLError) -> PostgresConfiguration
    ) throws(Fault) -> PostgresConfiguration? {
        guard let value = object[member] else { return nil }
        guard let text = value.string else { throw Fault(text: "has a \(member) that is no text") }
        do {
            return try read(text)
        } catch {
            throw Fault(text: "has a bad \(member): \(error)")
        }
    }

    private static func ceiling(of object: JSONObject) throws(Fault) -> Int? {
        guard let value = object["ceiling"] else { return nil }
        guard let ceiling = value.integer.flatMap({ Int(exactly: $0) }), ceiling >= 0 else {
            throw Fault(text: "has a ceiling that is no whole number")
        }
        return ceiling
    }
}
