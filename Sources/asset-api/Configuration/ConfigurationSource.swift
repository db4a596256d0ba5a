import FoundationEssentials

/// Reads keys out of an environment, secrets also from the files that it names.
struct ConfigurationSource {
    private let environment: [String: String]
    private let readFile: (String) throws -> String

    /// - Throws: ``ConfigurationFault`` for a key with our prefix that we don't know: a typing error must not pass for a
    ///   default.
    init(environment: [String: String], readFile: @escaping (String) throws -> String) throws(ConfigurationFault) {
        let known = Set(ConfigurationKey.allCases.flatMap { [$0.rawValue, $0.fileKey].compactMap(\.self) })
        let ours = environment.keys.filter { $0.hasPrefix(ConfigurationKey.prefix) }
        if let unknown = ours.sorted().first(where: { !known.contains($0) }) {
            throw ConfigurationFault(unknown: unknown)
        }
        self.environment = environment
        self.readFile = readFile
    }

    /// That of this process.
    static func process() throws(ConfigurationFault) -> ConfigurationSource {
        try ConfigurationSource(environment: ProcessInfo.processInfo.environment) { path in
            try String(contentsOfFile: path, encoding: .utf8)
        }
    }

    /// Whether the key is given, in either way.
    func has(_ key: ConfigurationKey) -> Bool {
        environment[key.rawValue] != nil || key.fileKey.map { environment[$0] != nil } ?? false
    }

    /// The value of `key`, read by `parse`; `standard` where it is not given.
    func value<Value>(
        of key: ConfigurationKey,
        or standard: Value? = nil,
        _ parse: (String) throws(Unfit) -> Value
    ) throws(ConfigurationFault) -> Value {
        guard let text = try text(of: key) else {
            guard let standard else { throw ConfigurationFault(key, "is not set") }
            return standard
        }
        do throws(Unfit) {
            return try parse(text)
        } catch {
            throw ConfigurationFault(key, error.reason)
        }
    }

    /// Why a value does not fit its key, as the end of a sentence that begins with the key. Values never stand in it.
    struct Unfit: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    private func text(of key: ConfigurationKey) throws(ConfigurationFault) -> String? {
        guard let path = key.fileKey.flatMap({ environment[$0] }) else { return environment[key.rawValue] }
        guard environment[key.rawValue] == nil else {
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
}
