import FoundationEssentials

/// Reads keys out of an environment and the YAML file that it names, secrets also from files of their own.
struct ConfigurationSource {
    /// By the names of the environment, from the first that has a key: the environment, then the file.
    private let layers: [[String: String]]
    private let readFile: (String) throws -> String
    private let listFolder: (String) throws -> [String]

    /// Throws ``ConfigurationFault`` for a key with our prefix that we don't know, in the environment as in the file: a typing
    /// error must not pass for a default.
    ///
    /// - Parameter listFolder: the names of what is in a folder.
    init(
        environment: [String: String],
        readFile: @escaping (String) throws -> String,
        listFolder: @escaping (String) throws -> [String]
    ) throws(ConfigurationFault) {
        let known = Set(ConfigurationKey.allCases.flatMap(\.names))
        let ours = environment.keys.filter { $0.hasPrefix(ConfigurationKey.prefix) }
        if let unknown = ours.sorted().first(where: { !known.contains($0) }) {
            throw ConfigurationFault(unknown: unknown)
        }
        self.readFile = readFile
        self.listFolder = listFolder
        guard let path = environment[ConfigurationKey.configFile.rawValue] else {
            layers = [environment]
            return
        }
        guard let text = try? readFile(path) else {
            throw ConfigurationFault(.configFile, "names a file that can't be read as text")
        }
        layers = [environment, try ConfigurationFile(path: path, text: text).values]
    }

    /// That of this process.
    static func process() throws(ConfigurationFault) -> ConfigurationSource {
        try ConfigurationSource(environment: ProcessInfo.processInfo.environment) { path in
            try String(contentsOfFile: path, encoding: .utf8)
        } listFolder: { path in
            try FileManager.default.contentsOfDirectory(atPath: path)
        }
    }

    /// The value of `key`; nil where it is not given.
    func text(of key: ConfigurationKey) throws(ConfigurationFault) -> String? {
        guard let layer = layers.first(where: { layer in key.names.contains { layer[$0] != nil } }) else { return nil }
        guard let path = key.fileKey.flatMap({ layer[$0] }) else { return layer[key.rawValue] }
        guard layer[key.rawValue] == nil else {
            throw ConfigurationFault(key, "is given twice, by value and by file")
        }
        do {
            // An editor's last line break does not belong to a secret.
            let content = try readFile(path)
            return content.last?.isNewline == true ? String(content.dropLast()) : content
        } catch {
            throw ConfigurationFault(key, "names a file that can't be read as text")
        }
    }

    /// The names of what is in a folder; nil for what is none, or can't be read.
    func files(in folder: String) -> [String]? { try? listFolder(folder) }

    /// The text of a file that a value leads to; nil for what can't be read as text.
    func file(_ path: String) -> String? { try? readFile(path) }

    /// The value of `key`, read by `parse`; nil where it is not given.
    ///
    /// - Parameter fault: what is wrong where `parse` gives nil, as the end of a sentence that begins with the key.
    func value<Value>(
        of key: ConfigurationKey,
        fault: String,
        _ parse: (String) -> Value?
    ) throws(ConfigurationFault) -> Value? {
        guard let text = try text(of: key) else { return nil }
        guard let value = parse(text) else { throw ConfigurationFault(key, fault) }
        return value
    }

    /// The same where the key must be given.
    func required<Value>(
        _ key: ConfigurationKey,
        fault: String,
        _ parse: (String) -> Value?
    ) throws(ConfigurationFault) -> Value {
        guard let value = try value(of: key, fault: fault, parse) else { throw ConfigurationFault(key, "is not set") }
        return value
    }
}
