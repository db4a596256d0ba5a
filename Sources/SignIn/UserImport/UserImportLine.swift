package import Credentials
import Encoding
package import Workspaces

/// Somebody who is to be taken over from another program.
package struct UserImportRecord: Sendable {
    package let email: EmailAddress
    package let name: String
    package let role: Role
    package let hash: StoredPasswordHash
}

/// Why a line of an import is left out.
package enum UserImportRefusal: String, Error, Sendable, CaseIterable {
    case lineTooLong = "line_too_long"
    /// Not JSON, or not a line of CSV with as many fields as the first one.
    case malformed
    /// A member or column that we don't know: a typing error must not pass for a default.
    case unknownField = "unknown_field"
    case missingField = "missing_field"
    case badEmail = "bad_email"
    case badName = "bad_name"
    case badRole = "bad_role"
    /// No hash in a form that we take.
    case badHash = "bad_hash"
    /// Costs, salt or tag outside the bounds: checking it would take too long, or protects nobody.
    case hashOutOfBounds = "hash_out_of_bounds"
    /// There is a user of that address, from this import or before.
    case emailTaken = "email_taken"

    /// For whoever imports.
    package var description: String {
        switch self {
        case .lineTooLong: "longer than \(UserImportLine.maximumBytes) bytes"
        case .malformed: "not a well-formed line"
        case .unknownField: "a field that is none of email, name, role, password_hash"
        case .missingField: "email, name or password_hash is missing"
        case .badEmail: "not a mail address that we take"
        case .badName: "the name has to have 1 to \(User.maximumNameCharacters) characters and no control character"
        case .badRole: "not a role"
        case .badHash: "not a bcrypt, PBKDF2, scrypt or Argon2 hash in a form that we take"
        case .hashOutOfBounds: "the hash's cost, salt or length is outside the bounds"
        case .emailTaken: "there is a user of that mail address already"
        }
    }
}

/// One line of an import: `email`, `name`, `role` (member where it is left out) and `password_hash`.
package enum UserImportLine {
    package static let maximumBytes = 4_096
    private static let fields = ["email", "name", "role", "password_hash"]

    /// A line of JSON: an object of strings.
    package static func parse(json line: some Collection<UInt8>) throws(UserImportRefusal) -> UserImportRecord {
        guard line.count <= maximumBytes else { throw .lineTooLong }
        guard let object = (try? StrictJSON.parse(Array(line)))?.object else { throw .malformed }
        var values: [String: String] = [:]
        for member in object {
            guard fields.contains(member.name) else { throw .unknownField }
            guard let value = member.value.string else { throw .malformed }
            values[member.name] = value
        }
        return try record(values)
    }

    /// A line of CSV (RFC 4180), after the line that names the columns. A field goes over no line's end: none of ours may.
    ///
    /// - Parameter columns: what the first line names, by ``columns(csv:)``.
    package static func parse(
        csv line: some Collection<UInt8>,
        columns: [String]
    ) throws(UserImportRefusal) -> UserImportRecord {
        let values = try csvFields(line)
        guard values.count == columns.count else { throw .malformed }
        return try record(Dictionary(zip(columns, values)) { first, _ in first })
    }

    /// The columns that the first line of a CSV file names, in any order, each once.
    package static func columns(csv line: some Collection<UInt8>) throws(UserImportRefusal) -> [String] {
        let names = try csvFields(line)
        guard names.allSatisfy(fields.contains) else { throw .unknownField }
        guard Set(names).count == names.count else { throw .malformed }
        guard Set(fields).subtracting(names).isSubset(of: ["role"]) else { throw .missingField }
        return names
    }

    private static func record(_ values: [String: String]) throws(UserImportRefusal) -> UserImportRecord {
        guard let typed = values["email"], let name = values["name"], let text = values["password_hash"] else {
            throw .missingField
        }
        guard let email = EmailAddress(typed) else { throw .badEmail }
        guard User.isName(name) else { throw .badName }
        guard let role = values["role"].map({ $0.isEmpty ? .member : Role(rawValue: $0) }) ?? .member else {
            throw .badRole
        }
        do {
            return UserImportRecord(
                email: email,
                name: name,
                role: role,
                hash: try StoredPasswordHash(parsing: text)
            )
        } catch {
            throw error == .outOfBounds ? .hashOutOfBounds : .badHash
        }
    }

    /// Fields by RFC 4180 section 2: in quotes, where a quote is written twice, or without any quote.
    private static func csvFields(_ line: some Collection<UInt8>) throws(UserImportRefusal) -> [String] {
        guard line.count <= maximumBytes else { throw .lineTooLong }
        let quote = UInt8(ascii: "\"")
        var fields: [[UInt8]] = []
        var rest = Array(line)[...]
        while true {
            var field: [UInt8] = []
            if rest.first == quote {
                rest.removeFirst()
                while true {
                    guard let byte = rest.popFirst() else { throw .malformed }
                    if byte != quote {
                        field.append(byte)
                    } else if rest.first == quote {
                        rest.removeFirst()
                        field.append(quote)
                    } else {
                        break
                    }
                }
            } else {
                field = Array(rest.prefix { $0 != UInt8(ascii: ",") })
                guard !field.contains(quote) else { throw .malformed }
                rest.removeFirst(field.count)
            }
            fields.append(field)
            guard let separator = rest.popFirst() else { break }
            guard separator == UInt8(ascii: ",") else { throw .malformed }
        }
        var texts: [String] = []
        for field in fields {
            guard let text = String(validating: field, as: UTF8.self) else { throw .malformed }
            texts.append(text)
        }
        return texts
    }
}
