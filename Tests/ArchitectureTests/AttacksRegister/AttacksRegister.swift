import Foundation

/// The register of attacks: each numbered line of the security bar, and the tests that cover it, or "not yet".
///
/// Register.txt has a line for each: `5.4 #26 | JOSETests/refusesOtherAlgorithms, TokenVerificationTests/…` or
/// `5.2 #10 | not yet`. The number is that of the section and of the line in it. `deploy/dev/lib/attacks_register.py`
/// writes it from the citations that stand beside the tests.
struct AttacksRegister {
    struct Entry: Equatable {
        /// `5.4 #26`
        let number: String
        /// `JOSETests/refusesOtherAlgorithms`; empty where it says "not yet".
        let tests: [String]
    }

    struct Malformed: Error, CustomStringConvertible {
        let line: String

        var description: String { "no line of a register: \(line)" }
    }

    let entries: [Entry]

    static func atHand() throws -> AttacksRegister {
        let file = SourceTree.root.appendingPathComponent("Tests/ArchitectureTests/AttacksRegister/Register.txt")
        return try AttacksRegister(String(contentsOf: file, encoding: .utf8))
    }

    init(_ text: String) throws {
        entries = try text.split(separator: "\n").filter { !$0.hasPrefix("//") }.map { line in
            let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, parts[0].contains(" #"), !parts[1].isEmpty else {
                throw Malformed(line: String(line))
            }
            let tests = parts[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts[1] == "not yet" || tests.allSatisfy({ $0.split(separator: "/").count == 2 }) else {
                throw Malformed(line: String(line))
            }
            return Entry(number: parts[0], tests: parts[1] == "not yet" ? [] : tests)
        }
    }

    /// The numbers of the lines of the security bar: those that begin with a number and a full stop, below a heading with
    /// the section's number.
    static func numbers(inSecurityBar text: String) -> [String] {
        var section = ""
        return text.split(separator: "\n").compactMap { line in
            let first = line.prefix { $0 != " " }
            if line.hasPrefix("##") {
                let number = line.drop { $0 == "#" || $0 == " " }.prefix { $0.isNumber || $0 == "." }
                section = number.hasSuffix(".") ? String(number.dropLast()) : String(number)
                return nil
            }
            guard first.hasSuffix("."), first.dropLast().allSatisfy(\.isNumber), first.count > 1 else { return nil }
            return "\(section) #\(first.dropLast())"
        }
    }
}
