/// One line of the bench: what we do, beside its floor or peer measured in the same run.
struct Measurement: Sendable {
    /// What was measured, such as `token-verification`.
    var name: String
    /// Our figure, in `unit`.
    var ours: Double
    /// The unit of both figures, such as `1/s`. A rate is better when higher.
    var unit: String
    /// What it is compared with, such as `openssl speed ecdsap256`; nil where only a figure is asked.
    var against: String?
    /// The figure of that, in `unit`.
    var theirs: Double?
    /// The ratio of ours to theirs that we aim at, or where there is no peer the figure itself.
    var goal: Double?

    /// Ours in relation to theirs; nil where only a figure is asked.
    var ratio: Double? {
        guard let theirs, theirs > 0 else { return nil }
        return ours / theirs
    }

    /// Whether the goal is reached; nil where none is set.
    var isMet: Bool? {
        guard let goal else { return nil }
        return (ratio ?? ours) >= goal
    }
}
