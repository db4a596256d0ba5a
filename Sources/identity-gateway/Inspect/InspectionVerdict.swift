internal import ArgumentParser
internal import Encoding

/// What every `inspect` command answers: one JSON object on one line, and an exit code.
struct InspectionVerdict {
    private let isAccepted: Bool
    /// The catalogue's code; nil where the input is accepted.
    private let code: String?
    /// Why it was refused, for people; nil where the input is accepted.
    private let reason: String?
    private let facts: JSONObject

    /// The engine believes the input.
    static func accepted(facts: JSONObject) -> InspectionVerdict {
        InspectionVerdict(isAccepted: true, code: nil, reason: nil, facts: facts)
    }

    /// The engine refuses the input.
    static func refused(code: String, reason: String, facts: JSONObject = JSONObject()) -> InspectionVerdict {
        InspectionVerdict(isAccepted: false, code: code, reason: reason, facts: facts)
    }

    /// The object as it is printed.
    var line: String {
        JSONValue.object([
            "verdict": .string(isAccepted ? "accepted" : "refused"),
            "code": code.map { .string($0) } ?? .null,
            "reason": reason.map { .string($0) } ?? .null,
            "facts": .object(facts),
        ]).text
    }

    /// Prints the object; ends the command with 1 where the input is refused.
    func printAndExit() throws {
        print(line)
        guard isAccepted else { throw ExitCode(1) }
    }
}
