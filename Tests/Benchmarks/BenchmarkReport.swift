import Encoding
import Foundation

/// Measurements as people and as scripts read them.
struct BenchmarkReport {
    private let measurements: [Measurement]

    init(_ measurements: [Measurement]) {
        self.measurements = measurements
    }

    /// One line a measurement, columns aligned.
    var table: String {
        let head = ["name", "ours", "unit", "against", "theirs", "ratio", "goal", "met"]
        let lines =
            [head]
            + measurements.map { line in
                [
                    line.name, Self.figure(line.ours), line.unit, line.against ?? "", Self.figure(line.theirs),
                    Self.figure(line.ratio), Self.figure(line.goal), line.isMet.map { $0 ? "yes" : "NO" } ?? "",
                ]
            }
        let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// An array of `{name, ours, unit, against, theirs, ratio, goal, met}`; null where there is nothing to say.
    var json: Data {
        let lines = measurements.map { line -> JSONValue in
            [
                "name": .string(line.name), "ours": Self.number(line.ours), "unit": .string(line.unit),
                "against": line.against.map(JSONValue.string) ?? .null, "theirs": Self.number(line.theirs),
                "ratio": Self.number(line.ratio), "goal": Self.number(line.goal),
                "met": line.isMet.map(JSONValue.bool) ?? .null,
            ]
        }
        return Data(JSONValue.array(lines).serialized() + [UInt8(ascii: "\n")])
    }

    private static func figure(_ value: Double?) -> String {
        guard let value else { return "" }
        return value >= 100 ? String(format: "%.0f", value) : String(format: "%.2f", value)
    }

    /// Rounded to thousandths, which keeps the exponent notation out of the text.
    private static func number(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        let text = String(format: "%.3f", value)
        return (try? StrictJSON.parse(Array(text.utf8))) ?? .null
    }
}
