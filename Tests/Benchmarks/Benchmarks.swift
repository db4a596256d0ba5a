import Foundation

/// The bench: `benchmarks [--only NAME] [--json FILE]`. Prints a table and writes the same as JSON.
///
/// NAME is a suite's (`token`) or a measurement's (`token-remembered`). Nothing here fails for being slow: the figures are
/// for people, and for the closing notes. `benchmarks load` reads a ``LoadPlan`` from standard input, loads a gateway by it
/// and prints the ``LoadReport``.
@main
struct Benchmarks {
    private struct Options {
        var only: String?
        var json: String?
    }

    static func main() async throws {
        if CommandLine.arguments.dropFirst() == ["load"] { return try await load() }
        guard let options = options(CommandLine.arguments.dropFirst()) else {
            FileHandle.standardError.write(Data("usage: benchmarks [--only NAME] [--json FILE]\n".utf8))
            exit(64)
        }
        var measurements: [Measurement] = []
        for suite in BenchmarkList.suites {
            if let only = options.only, only != suite.name, !only.hasPrefix("\(suite.name)-") { continue }
            measurements += try await suite.run()
        }
        if let only = options.only, !BenchmarkList.suites.contains(where: { $0.name == only }) {
            measurements = measurements.filter { $0.name == only }
        }
        guard !measurements.isEmpty else {
            FileHandle.standardError.write(Data("no benchmark of that name\n".utf8))
            exit(64)
        }
        print(BenchmarkReport(measurements).table)
        if let file = options.json {
            try BenchmarkReport(measurements).json.write(to: URL(fileURLWithPath: file))
        }
    }

    private static func load() async throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let plan = try decoder.decode(LoadPlan.self, from: FileHandle.standardInput.readDataToEndOfFile())
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        print(String(decoding: try encoder.encode(try await Load.run(plan)), as: UTF8.self))
    }

    private static func options(_ arguments: ArraySlice<String>) -> Options? {
        var options = Options()
        var rest = arguments
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch flag {
            case "--only": options.only = value
            case "--json": options.json = value
            default: return nil
            }
        }
        return options
    }
}
