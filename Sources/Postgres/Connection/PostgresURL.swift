import Encoding
import Secrets

/// Why a database URL was refused. It never holds a part of the URL that could be its password.
package enum PostgresURLError: Error, Equatable, Sendable, CustomStringConvertible {
    case notPostgres
    case tooLong
    case badEscape
    case missing(String)
    case badValue(String)
    case unknownParameter(String)
    case duplicateParameter(String)

    package var description: String {
        switch self {
        case .notPostgres: "not a postgres:// or postgresql:// URL"
        case .tooLong: "longer than \(PostgresConfiguration.longestURL) bytes"
        case .badEscape: "a percent sign without two hexadecimal digits, or bytes that are no UTF-8"
        case .missing(let part): "no \(part)"
        case .badValue(let part): "\(part) has no valid value"
        case .unknownParameter(let name): "unknown parameter \(name)"
        case .duplicateParameter(let name): "parameter \(name) stands twice"
        }
    }
}

extension PostgresConfiguration {
    /// Longer than any real one; a bound so that a wrong file is not read as a URL.
    static let longestURL = 8_192

    /// Reads `postgres://user:password@host:port/database?sslmode=verify-full` (libpq documentation, 34.1.1.2), with one host.
    ///
    /// Parameters: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `application_name`, `host` (for a Unix socket's folder),
    /// `connect_timeout` (seconds), and of our own `statement_timeout` (seconds) and `statement_cache_size`.
    package init(url: String) throws(PostgresURLError) {
        try self.init(url: url, takesLogin: true)
    }

    /// Reads the URL of a server alone: without a user and a password, which are each connection's own; a database is not
    /// heeded.
    package init(serverURL url: String) throws(PostgresURLError) {
        try self.init(url: url, takesLogin: false)
    }

    private init(url: String, takesLogin: Bool) throws(PostgresURLError) {
        guard url.utf8.count <= Self.longestURL else { throw .tooLong }
        guard let scheme = ["postgres://", "postgresql://"].first(where: url.hasPrefix) else { throw .notPostgres }
        let (place, query) = url.dropFirst(scheme.count).cut(at: "?")
        let (authority, path) = place.cut(at: "/")
        let address: Substring
        var userInfo: Substring?
        if let at = authority.lastIndex(of: "@") {
            userInfo = authority[..<at]
            address = authority[authority.index(after: at)...]
        } else {
            address = authority
        }
        let (name, secret) = (userInfo ?? "").cut(at: ":")
        let (host, port) = try Self.hostAndPort(address)
        let user = try Self.unescape(name)
        guard takesLogin || userInfo == nil else { throw .badValue("user") }
        guard !takesLogin || !user.isEmpty else { throw .missing("user") }
        self.init(
            host: try Self.unescape(host),
            port: port,
            database: try Self.unescape(path ?? ""),
            user: user,
            password: try secret.map { text throws(PostgresURLError) in Secret(try Self.unescape(text)) }
        )
        var seen: [String] = []
        for parameter in (query ?? "").split(separator: "&", omittingEmptySubsequences: true) {
            let (escapedName, escapedValue) = parameter.cut(at: "=")
            let name = try Self.unescape(escapedName)
            guard !seen.contains(name) else { throw .duplicateParameter(name) }
            seen.append(name)
            try set(name, to: try Self.unescape(escapedValue ?? ""))
        }
        guard !self.host.isEmpty else { throw .missing("host") }
        if database.isEmpty { database = user }
    }

    private mutating func set(_ name: String, to value: String) throws(PostgresURLError) {
        guard !value.isEmpty else { throw .badValue(name) }
        switch name {
        case "sslmode":
            guard let mode = SSLMode(rawValue: value) else { throw .badValue(name) }
            sslMode = mode
        case "sslrootcert": sslRootCertificate = value
        case "sslcert": sslCertificate = value
        case "sslkey": sslKey = value
        case "application_name": applicationName = value
        case "host": host = value
        case "connect_timeout": connectTimeout = .seconds(try Self.number(value, in: 1...3_600, name))
        case "statement_timeout": statementTimeout = .seconds(try Self.number(value, in: 1...86_400, name))
        case "statement_cache_size": statementCacheSize = try Self.number(value, in: 0...10_000, name)
        default: throw .unknownParameter(name)
        }
    }

    private static func number(
        _ text: String,
        in range: ClosedRange<Int>,
        _ name: String
    ) throws(PostgresURLError) -> Int {
        guard let number = Int(text), range.contains(number) else { throw .badValue(name) }
        return number
    }

    private static func hostAndPort(_ address: Substring) throws(PostgresURLError) -> (Substring, Int) {
        var host = address
        var portText: Substring?
        if address.hasPrefix("[") {
            guard let end = address.firstIndex(of: "]") else { throw .badValue("host") }
            host = address[address.index(after: address.startIndex)..<end]
            let rest = address[address.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .badValue("host") }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            (host, portText) = address.cut(at: ":")
        }
        guard let portText else { return (host, defaultPort) }
        return (host, try number(String(portText), in: 1...65_535, "port"))
    }

    private static func unescape(_ text: Substring) throws(PostgresURLError) -> String {
        // libpq takes C strings: a NUL would cut them short.
        guard let bytes = PercentCoding.decode(text.utf8), !bytes.contains(0),
            let value = String(validating: bytes, as: UTF8.self)
        else { throw .badEscape }
        return value
    }
}

extension Substring {
    /// What stands before the first `separator` and, where there is one, what stands after it.
    fileprivate func cut(at separator: Character) -> (Substring, Substring?) {
        guard let index = firstIndex(of: separator) else { return (self, nil) }
        return (self[..<index], self[self.index(after: index)...])
    }
}
