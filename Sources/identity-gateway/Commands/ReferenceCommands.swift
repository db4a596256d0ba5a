import ArgumentParser
import Encoding

struct ConfigurationReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "configuration",
        abstract: "Print the reference of every configuration key."
    )

    func run() {
        print(
            """
            In the environment, or in the YAML file that \(ConfigurationKey.configFile.rawValue) names; the environment wins.
            In the file \(ConfigurationKey.prefix) may be left out and letters may be small (public_url: https://…), and a
            list may be a YAML sequence.

            """
        )
        for key in ConfigurationKey.allCases {
            print("\(key.rawValue)\(key.fileKey.map { " (or \($0))" } ?? "")")
            print("    \(key.meaning)")
            print("    Example: \(key.example)\n")
        }
    }
}

/// The document of the routes, from the same table that serves.
struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the OpenAPI document."
    )

    func run() async throws {
        let settings = try ServeSettings(from: .process())
        let faces = try Faces(Gateway(settings.databases), settings)
        print(faces.openAPI.text)
    }
}
