import ArgumentParser
import Encoding
import FoundationEssentials
import SignIn
import WorkspaceDatabases
import Workspaces

extension UserCommand {
    /// Takes users over from a file. What can't be taken is told line by line, and the rest is imported.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import users with the password hashes that another program made.",
            discussion: """
                Each line of the file is a JSON object with email, name, role (member where it is left out) and \
                password_hash; or a line of CSV, where the first names the columns. Hashes are taken in these forms: \
                bcrypt ($2a$, $2b$, $2y$; costs 4 to 14), PBKDF2 (PHC, passlib, Django; SHA-1, SHA-256, SHA-512), scrypt \
                and Argon2 (PHC). They are checked as they are, and made anew as Argon2id at the first sign-in. bcrypt \
                looks at 72 bytes: whoever has a longer password has to choose a new one.

                Prints one JSON object for each line that is left out, and one with the counts. Called again with the same \
                file, it imports what is missing. Exits with 1 where a line was left out.
                """
        )

        enum Format: String, ExpressibleByArgument, CaseIterable {
            case jsonl
            case csv
        }

        /// 64 MiB: several hundred thousand lines.
        private static let maximumBytes = 64 << 20

        @Argument(help: "The workspace's slug.") var slug: String
        @Option(help: "The file; - reads standard input.") var file: String
        @Option(help: "jsonl or csv.") var format = Format.jsonl
        @Flag(help: "Read the file and tell what would be left out, importing nothing.") var check = false

        func run() async throws {
            let lines = try Self.lines(of: file)
            var report = ImportReport()
            let records = try records(lines, &report)
            try await WorkspaceTarget.use(slug) { gateway, workspace, author in
                let bar = ProgressBar(of: "users", total: check ? 0 : records.count)
                for start in stride(from: 0, to: check ? 0 : records.count, by: ImportUsers.batch) {
                    let batch = records[start..<min(start + ImportUsers.batch, records.count)]
                    let refusals = try await gateway.useCases.importUsers(
                        batch.map(\.record),
                        in: workspace.id,
                        by: author
                    )
                    for (line, refusal) in zip(batch, refusals) { report.note(refusal, line: line.number) }
                    bar.show(start + batch.count)
                }
                bar.end()
            }
            if check { for record in records { report.note(nil, line: record.number) } }
            report.finish(isCheck: check)
            if report.refused > 0 { throw ExitCode(1) }
        }

        private func records(
            _ lines: [Substring.UTF8View],
            _ report: inout ImportReport
        ) throws -> [(number: Int, record: UserImportRecord)] {
            var columns: [String] = []
            var rest = Array(zip(1..., lines))[...]
            if format == .csv {
                guard let (_, head) = rest.popFirst() else { throw CommandFailure("The file is empty.") }
                do {
                    columns = try UserImportLine.columns(csv: head)
                } catch {
                    throw CommandFailure("The first line has to name the columns: \(error.description).")
                }
            }
            var records: [(number: Int, record: UserImportRecord)] = []
            for (number, line) in rest where !line.isEmpty {
                do {
                    switch format {
                    case .jsonl: records.append((number, try UserImportLine.parse(json: line)))
                    case .csv: records.append((number, try UserImportLine.parse(csv: line, columns: columns)))
                    }
                } catch {
                    report.note(error, line: number)
                }
            }
            return records
        }

        /// The file's lines, without a carriage return at their end.
        private static func lines(of place: String) throws -> [Substring.UTF8View] {
            var text = ""
            if place == "-" {
                while let line = readLine(strippingNewline: false) {
                    text += line
                    guard text.utf8.count <= maximumBytes else { break }
                }
            } else {
                let size = try? FileManager.default.attributesOfItem(atPath: place)[.size] as? Int
                guard let size, size <= maximumBytes, let content = try? String(contentsOfFile: place, encoding: .utf8)
                else {
                    throw CommandFailure("\(place) can't be read as UTF-8 text of at most \(maximumBytes) bytes.")
                }
                text = content
            }
            guard text.utf8.count <= maximumBytes else {
                throw CommandFailure("Standard input has more than \(maximumBytes) bytes.")
            }
            return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
                line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            }
        }
    }
}

/// What became of the lines of an import.
private struct ImportReport {
    private var imported = 0
    private(set) var refused = 0

    /// - Parameter refusal: nil where the line was taken.
    mutating func note(_ refusal: UserImportRefusal?, line: Int) {
        guard let refusal else {
            imported += 1
            return
        }
        refused += 1
        // What stands in the line is not repeated: it holds a hash.
        print(
            JSONValue.object([
                "line": .number(JSONNumber(line)), "code": .string(refusal.rawValue),
                "reason": .string(refusal.description),
            ]).text
        )
    }

    func finish(isCheck: Bool) {
        print(
            JSONValue.object([
                isCheck ? "importable" : "imported": .number(JSONNumber(imported)),
                "refused": .number(JSONNumber(refused)),
            ]).text
        )
    }
}
