import Yams

/// A configuration file: one YAML mapping from keys to values.
///
/// Keys are those of the environment, where the prefix may be left out and letters may be small: `public_url` is
/// `GATEWAY_PUBLIC_URL`. A value is text, taken as it is written (`8080`, `true` and `1.0` mean no numbers or truths here),
/// or a sequence of texts, which stands for the environment's list with commas.
struct ConfigurationFile {
    /// The longest file, in bytes: what people write is a hundredth of it.
    static let maximumBytes = 65_536

    /// By the names of the environment.
    let values: [String: String]

    /// Throws ``ConfigurationFault`` for text that is no such mapping, naming the line, and no value.
    init(path: String, text: String) throws(ConfigurationFault) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw ConfigurationFault(.configFile, "names a file of more than \(Self.maximumBytes) bytes")
        }
        let mapping: Node.Mapping
        switch try Self.document(path, text) {
        case .mapping(let pairs): mapping = pairs
        // A file of comments, or of nothing.
        case nil: mapping = [:]
        case .scalar(let scalar) where scalar.style == .plain && scalar.string.isEmpty: mapping = [:]
        case .scalar, .sequence, .alias:
            throw ConfigurationFault(.configFile, "names a file that is not `key: value` lines")
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            let place = "\(path), line \(key.mark?.line ?? 1)"
            let (name, key) = try Self.key(key, place)
            guard values[name] == nil else { throw ConfigurationFault(key, "is given twice (\(place))") }
            values[name] = try Self.text(of: value, key, place)
        }
        self.values = values
    }

    private static func document(_ path: String, _ text: String) throws(ConfigurationFault) -> Node? {
        do {
            // Every scalar as text: what it means is for its key to say.
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw ConfigurationFault(.configFile, "names a file that is no YAML (\(path)\(fault(of: error)))")
        } catch {
            throw ConfigurationFault(.configFile, "names a file that is no YAML (\(path))")
        }
    }

    /// Where the fault is, and in the library's words what; its full description would quote the line, secrets and all.
    private static func fault(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ", line \(mark.line): \(problem)"
        case .duplicatedKeysInMapping(_, let context): ", line \(context.mark.line): a key is given twice"
        case .reader(let problem, _, _, _): ": \(problem)"
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded: ""
        }
    }

    /// The name of the environment that `node` spells, and its key.
    private static func key(_ node: Node, _ place: String) throws(ConfigurationFault) -> (String, ConfigurationKey) {
        guard case .scalar(let scalar) = node else {
            throw ConfigurationFault(.configFile, "names a file with a key that is no text (\(place))")
        }
        // ASCII letters only: Unicode would make an I of the dotless one.
        let upper = String(
            decoding: scalar.string.utf8.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 },
            as: UTF8.self
        )
        let name = upper.hasPrefix(ConfigurationKey.prefix) ? upper : ConfigurationKey.prefix + upper
        // A file names no other file of its kind.
        guard let key = ConfigurationKey.allCases.first(where: { $0.names.contains(name) }), key != .configFile else {
            throw ConfigurationFault(unknown: scalar.string, at: place)
        }
        return (name, key)
    }

    private static func text(
        of node: Node,
        _ key: ConfigurationKey,
        _ place: String
    ) throws(ConfigurationFault) -> String {
        switch node {
        case .scalar(let scalar):
            guard scalar.style != .plain || !scalar.string.isEmpty else {
                throw ConfigurationFault(key, "has no value (\(place))")
            }
            return scalar.string
        case .sequence(let items):
            var texts: [String] = []
            for item in items {
                guard case .scalar(let scalar) = item else {
                    throw ConfigurationFault(key, "is a list of more than texts (\(place))")
                }
                texts.append(scalar.string)
            }
            return texts.joined(separator: ",")
        case .mapping, .alias:
            throw ConfigurationFault(key, "is neither text nor a list of texts (\(place))")
        }
    }
}
