/// A statement with its values beside it, never inside it.
///
/// `"SELECT name FROM people WHERE id = \(id)"` sends the text `SELECT name FROM people WHERE id = $1` and binds `id`.
/// Interpolating another `SQL` joins the two. The one door through which text is spliced is `\(unsafeSQL: …)`; what goes
/// through it must not come from outside (see ``SQL/identifier(_:)`` for names).
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text between the bound values: always one more than there are bindings.
    private(set) var fragments: [String]
    private(set) var bindings: [PostgresBinding]

    /// How long the statement may take, from handing it over to its last row; nil takes the connection's.
    private(set) var timeout: Duration?

    package init(stringLiteral text: StaticString) {
        fragments = [text.description]
        bindings = []
    }

    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    private init(empty: Void) {
        fragments = [""]
        bindings = []
    }

    /// Text that is a statement by itself, from the program's own resources, such as a migration's.
    package init(unsafeSQL text: String) {
        fragments = [text]
        bindings = []
    }

    /// The same statement with a limit of its own.
    package func timeout(_ limit: Duration) -> SQL {
        var copy = self
        copy.timeout = limit
        return copy
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var joined = left
        joined.append(right)
        return joined
    }

    /// The text with its placeholders, as the server gets it. It holds no value, so it may be logged.
    package var text: String {
        var text = fragments[0]
        for position in 1..<fragments.count {
            text += "$\(position)"
            text += fragments[position]
        }
        return text
    }

    private mutating func append(_ other: SQL) {
        fragments[fragments.count - 1] += other.fragments[0]
        fragments.append(contentsOf: other.fragments.dropFirst())
        bindings.append(contentsOf: other.bindings)
        timeout = timeout ?? other.timeout
    }

    private mutating func append(text: String) {
        fragments[fragments.count - 1] += text
    }

    private mutating func append(binding: PostgresBinding) {
        bindings.append(binding)
        fragments.append("")
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(empty: ())
            sql.fragments.reserveCapacity(interpolationCount + 1)
            sql.bindings.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            sql.append(text: literal.description)
        }

        /// Binds a value.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.append(binding: PostgresBinding(type: Value.postgresType, bytes: value.postgresBytes))
        }

        /// Binds a value, or NULL.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.append(binding: PostgresBinding(type: Value.postgresType, bytes: value?.postgresBytes))
        }

        /// Joins another statement's text and values.
        package mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        /// Splices text. It must be the program's own, or have passed ``SQL/identifier(_:)``.
        package mutating func appendInterpolation(unsafeSQL text: String) {
            sql.append(text: text)
        }
    }
}

/// One bound value, encoded for the wire.
struct PostgresBinding: Sendable {
    let type: PostgresType
    /// nil is SQL's NULL.
    let bytes: [UInt8]?
}

extension SQL {
    /// A name quoted for use in a statement, where the server takes no parameter.
    ///
    /// PostgreSQL 15 documentation, 4.1.1: a quoted identifier doubles the quotes within it; NUL cannot be in it. Whoever
    /// quotes a name with NUL has a fault of his own: it is cut out, and the name is then found not to exist.
    package static func identifier(_ name: String) -> String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in name.utf8 where byte != 0 {
            if byte == UInt8(ascii: "\"") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    /// A text quoted as a literal, where the server takes no parameter (`CREATE ROLE … PASSWORD`, `COMMENT ON`).
    ///
    /// The escape form `E'…'` means the same whatever `standard_conforming_strings` says.
    package static func literal(_ text: String) -> String {
        var quoted = Array("E'".utf8)
        for byte in text.utf8 where byte != 0 {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "'"))
        return String(decoding: quoted, as: UTF8.self)
    }
}

extension Sequence<SQL> {
    /// The statements' parts with `separator` between them.
    package func joined(separator: SQL) -> SQL {
        var iterator = makeIterator()
        guard var joined = iterator.next() else { return "" }
        while let next = iterator.next() { joined = joined + separator + next }
        return joined
    }
}
