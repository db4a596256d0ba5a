import Postgres
import Testing
import WorkspaceDatabases

@testable import identity_gateway

/// GATEWAY_DATABASE_CLUSTERS.
@Suite struct ClusterSettingsTests {
    private let main = PostgresConfiguration(host: "db1.example.com", database: "control", user: "runtime")
    private let provisioning = PostgresConfiguration(host: "db1.example.com", database: "control", user: "provisioner")

    private func read(_ text: String?) throws(ClusterSettings.Fault) -> ClusterSettings {
        try ClusterSettings(text, serving: main, provisioning: provisioning)
    }

    @Test func withoutAWordThereIsTheMainClusterAlone() throws {
        let clusters = try read(nil).clusters
        #expect(clusters.all.map(\.name) == ["main"])
        #expect(clusters.regions == ["default"])
        #expect(clusters["main"]?.serving.host == "db1.example.com")
        #expect(clusters["main"]?.provisioning?.user == "provisioner")
        #expect(clusters["main"]?.ceiling == nil)
    }

    @Test func furtherClustersHaveTheirOwn() throws {
        let settings = try read(
            """
            [{"name": "main", "region": "us", "ceiling": 500},
             {"name": "eu-2", "region": "eu", "url": "postgres://db2.example.com:6432?sslmode=verify-full&statement_cache_size=0",
              "provisioning_url": "postgres://provisioner:secret@db2.example.com/postgres", "ceiling": 0}]
            """
        )
        #expect(settings.namesProvisioning)
        let clusters = settings.clusters
        #expect(clusters.regions == ["eu", "us"])
        #expect(clusters["main"]?.ceiling == 500)
        let other = try #require(clusters["eu-2"])
        #expect(other.serving.port == 6_432)
        #expect(other.serving.sslMode == .verifyFull)
        #expect(other.serving.statementCacheSize == 0)
        #expect(other.provisioning?.database == "postgres")
        #expect(other.ceiling == 0)
    }

    @Test(arguments: [
        ("{}", "is not a JSON array"),
        ("[1]", "has an entry that is no object"),
        (#"[{"name": "a", "region": "eu"}]"#, "gives a no url"),
        (#"[{"region": "eu", "url": "postgres://h"}]"#, "has a name"),
        (#"[{"name": "A", "region": "eu", "url": "postgres://h"}]"#, "has a name"),
        (#"[{"name": "a", "url": "postgres://h"}]"#, "has a region"),
        (#"[{"name": "a", "region": "eu", "url": "mysql://h"}]"#, "has a bad url"),
        // The runtime login of each workspace is its own: one in the URL would be a mistake.
        (#"[{"name": "a", "region": "eu", "url": "postgres://u:p@h"}]"#, "has a bad url"),
        (#"[{"name": "a", "region": "eu", "url": "postgres://h", "ceiling": -1}]"#, "has a ceiling"),
        (#"[{"name": "a", "region": "eu", "url": "postgres://h", "ceiling": "9"}]"#, "has a ceiling"),
        (#"[{"name": "a", "region": "eu", "url": "postgres://h", "zone": "b"}]"#, "has the unknown member zone"),
        (#"[{"name": "main", "region": "eu", "provisioning_url": "postgres://u:p@h/d"}]"#, "gives main"),
        (
            #"[{"name": "a", "region": "eu", "url": "postgres://h"}, {"name": "a", "region": "eu", "url": "postgres://h"}]"#,
            "names a twice"
        ),
    ])
    func refuses(text: String, because reason: String) throws {
        let fault = try #require(throws: ClusterSettings.Fault.self) { try read(text) }
        #expect(fault.text.hasPrefix(reason), "\(fault.text)")
        #expect(!fault.text.contains("u:p"))
    }

    @Test func aNewWorkspaceGoesWhereThereIsMostRoom() throws {
        let clusters = try read(
            """
            [{"name": "a", "region": "eu", "url": "postgres://a", "ceiling": 2},
             {"name": "b", "region": "eu", "url": "postgres://b", "ceiling": 9}]
            """
        ).clusters
        #expect(clusters.place(in: "eu", beside: ["a": 0, "b": 1])?.name == "a")
        #expect(clusters.place(in: "eu", beside: ["a": 2, "b": 5])?.name == "b")
        #expect(clusters.place(in: "eu", beside: ["a": 2, "b": 9]) == nil)
        #expect(clusters.place(in: "default", beside: [:])?.name == "main")
        #expect(clusters.place(in: "us", beside: [:]) == nil)
    }
}
