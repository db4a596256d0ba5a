/// No change without its audit entry: a statement that writes a workspace's table stands in a function that is handed a
/// `WorkspaceChange`, which collects the entries. The tables of operational state are the exception, and all of them stand
/// here.
struct AuditedWriteRule: Rule {
    /// Table → why its writes leave no entry.
    static let operationalTables: [String: String] = [
        "audit": "the entries themselves, appended by the change that they are about",
        "audit_head": "the number of the newest entry",
        "outbox": "mail that waits; what it tells of is audited",
        "password_links": "which links are out; the password that one sets is audited",
        "sign_in_transactions": "sign-ins under way; how each ends is audited",
        "wrong_codes": "how many wrong codes came of late; each refusal is audited",
        "user_handles": "what authenticators know somebody by; the passkeys are audited",
        "passkey_ceremonies": "challenges that wait for their answer; what comes of them is audited",
        "totp_enrolments": "secrets that wait for their first code, with which the factor is audited",
        "refresh_tokens": "which of a session's tokens are spent; the session's beginning and end are audited",
        "password_decoys": "what imported hashes cost; each import is audited with its user",
        "sign_in_networks": "from where somebody signed in; the sign-in itself is audited, with its address",
        "throttle_counters": "how many tries are left; a refused sign-in is audited by itself",
    ]

    /// Table → columns of operational state in a table that is audited otherwise.
    static let operationalColumns: [String: Set<String>] = [
        "sessions": ["last_used_at"],
        "totp": ["last_step"],
        "passkeys": ["sign_count", "backed_up", "verifies_user", "last_used_at"],
    ]

    private static let writes: [[String]] = [["INSERT", "INTO"], ["UPDATE"], ["DELETE", "FROM"]]

    func violations(in file: SourceFile) -> [Violation] {
        guard let swift = file.swift, file.path.hasPrefix("Sources/PostgresStorage/Workspace/") else { return [] }
        return swift.literals.flatMap { literal in
            Self.writtenTables(in: literal.text).compactMap { table in
                if Self.operationalTables[table] != nil || Self.writesOperationalColumns(of: table, literal.text)
                    || Self.takesChange(functionAround: literal.line, in: swift)
                {
                    return nil
                }
                return Violation(file, line: literal.line, "\(table) is written without a WorkspaceChange")
            }
        }
    }

    /// The tables that a statement's text writes, also in its common table expressions.
    static func writtenTables(in text: String) -> [String] {
        let words = text.split { $0.isWhitespace || "(),;".contains($0) }.map(String.init)
        return words.indices.compactMap { index in
            for write in writes where words[index...].starts(with: write) {
                let next = index + write.count
                // `FOR UPDATE OF x` and `ON CONFLICT … DO UPDATE SET` write nothing of their own.
                guard next < words.count, !["SET", "OF", "SKIP", "NOWAIT"].contains(words[next]),
                    !(index > 0 && words[index - 1] == "FOR")
                else { return nil }
                return words[next]
            }
            return nil
        }
    }

    /// Whether a statement is an UPDATE of that table that sets columns of operational state and no other.
    private static func writesOperationalColumns(of table: String, _ text: String) -> Bool {
        let words = text.split { $0.isWhitespace || $0 == "," }.map(String.init)
        guard let columns = operationalColumns[table], words.starts(with: ["UPDATE", table, "SET"]) else {
            return false
        }
        let assignments = words.dropFirst(3).prefix { $0 != "WHERE" }
        let assigned = zip(assignments, assignments.dropFirst()).filter { $0.1 == "=" }.map(\.0)
        return !assigned.isEmpty && columns.isSuperset(of: assigned)
    }

    /// Whether the head of the function that holds that line names a `WorkspaceChange`.
    private static func takesChange(functionAround line: Int, in swift: SwiftText) -> Bool {
        guard let start = swift.words.lastIndex(where: { $0.text == "func" && $0.line <= line }) else { return false }
        let head = swift.words[start...].prefix { $0.text != "{" }
        return head.contains { $0.text == "WorkspaceChange" }
    }
}
