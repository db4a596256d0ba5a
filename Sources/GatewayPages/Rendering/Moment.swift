import FoundationEssentials

/// A moment as a page shows it: spelt out in the language, in UTC (which a script may change to the reader's own zone), and
/// exact in `datetime`.
struct Moment: Sendable {
    let date: Date

    /// RFC 3339, in UTC.
    var exact: String { date.formatted(.iso8601) }

    /// The record of the partial `moment`.
    func record(_ texts: Texts) -> PageRecord {
        ["exact": .text(exact), "readable": .text(readable(texts))]
    }

    /// "24 November 2026, 15:32 UTC".
    func readable(_ texts: Texts) -> String {
        let parts = exact.split { !$0.isNumber }.map(String.init)
        guard parts.count >= 5, let month = Int(parts[1]), let day = Int(parts[2]) else { return exact }
        return texts(
            "moment",
            ["day": "\(day)", "month": texts("month_\(month)"), "year": parts[0], "time": "\(parts[3]):\(parts[4])"]
        )
    }
}
