import Synchronization

/// Counters, gauges and histograms, and their text for Prometheus.
///
/// Label values come from sets that the program knows (route ids, status classes); should they not, the registry stops at
/// ``maximumSeries`` for each name and counts the rest as one, so that nobody outside can make it grow.
package final class MetricsRegistry: Sendable {
    /// Series of one name.
    package static let maximumSeries = 512
    /// Upper bounds in seconds: from an answer out of memory to the longest wait that we allow.
    package static let durationBuckets: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15,
    ]

    /// One name with all its series.
    private struct Family {
        var kind: MetricKind
        var help: String
        var series: [MetricLabels: MetricValue] = [:]
    }

    private let families = Mutex<[String: Family]>([:])
    private let readers = Mutex<[@Sendable (MetricsRegistry) -> Void]>([])

    package init() {}

    /// Has `read` set what is not counted as it happens but stands somewhere, such as the length of a queue, each time
    /// before the text is made.
    package func beforeText(_ read: @escaping @Sendable (MetricsRegistry) -> Void) {
        readers.withLock { $0.append(read) }
    }

    /// Adds to a counter, made when first used.
    package func count(_ name: String, _ labels: MetricLabels = [:], help: String, by amount: Double = 1) {
        update(name, labels, .counter, help) { $0.sum += amount }
    }

    /// Adds to a gauge (or takes away from it).
    package func add(_ amount: Double, to name: String, _ labels: MetricLabels = [:], help: String) {
        update(name, labels, .gauge, help) { $0.sum += amount }
    }

    /// Sets a counter to what somebody else has counted, which never goes back.
    package func setTotal(_ value: Double, of name: String, _ labels: MetricLabels = [:], help: String) {
        update(name, labels, .counter, help) { $0.sum = max($0.sum, value) }
    }

    /// Sets a gauge.
    package func set(_ value: Double, of name: String, _ labels: MetricLabels = [:], help: String) {
        update(name, labels, .gauge, help) { $0.sum = value }
    }

    /// Notes a duration in a histogram.
    package func observe(_ name: String, _ labels: MetricLabels = [:], help: String, seconds: Double) {
        update(name, labels, .histogram, help) { value in
            if value.buckets.isEmpty { value.buckets = Self.durationBuckets.map { _ in 0 } }
            for (index, bound) in Self.durationBuckets.enumerated() where seconds <= bound { value.buckets[index] += 1 }
            value.sum += seconds
            value.count += 1
        }
    }

    private func update(
        _ name: String,
        _ labels: MetricLabels,
        _ kind: MetricKind,
        _ help: String,
        _ change: (inout MetricValue) -> Void
    ) {
        families.withLock { families in
            var family = families.removeValue(forKey: name) ?? Family(kind: kind, help: help)
            let isKnown = family.series[labels] != nil || family.series.count < Self.maximumSeries
            change(&family.series[isKnown ? labels : .overflow, default: MetricValue()])
            families[name] = family
        }
    }

    /// All series in the text format of Prometheus, version 0.0.4, in the order of their names.
    package func text() -> String {
        for read in readers.withLock({ $0 }) { read(self) }
        let families = families.withLock { $0 }
        var out = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            out += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.rawValue)\n"
            let series = family.series.map { (labels: $0.key.text, value: $0.value) }
            for (labels, value) in series.sorted(by: { $0.labels < $1.labels }) {
                out += value.lines(name: name, labels: labels, kind: family.kind)
            }
        }
        return out
    }
}

/// What a metric counts.
enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}

/// The value of one series.
struct MetricValue: Sendable {
    var sum = 0.0
    var count = 0
    /// How many observations were at most the bucket's bound; empty for counters and gauges.
    var buckets: [Int] = []

    func lines(name: String, labels: String, kind: MetricKind) -> String {
        guard kind == .histogram else { return "\(name)\(labels.braced) \(Self.number(sum))\n" }
        var out = ""
        for (bound, count) in zip(MetricsRegistry.durationBuckets, buckets) {
            out += "\(name)_bucket\(labels.adding("le=\"\(Self.number(bound))\"").braced) \(count)\n"
        }
        out += "\(name)_bucket\(labels.adding("le=\"+Inf\"").braced) \(count)\n"
        out += "\(name)_sum\(labels.braced) \(Self.number(sum))\n"
        out += "\(name)_count\(labels.braced) \(count)\n"
        return out
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}

extension String {
    fileprivate var braced: String { isEmpty ? "" : "{\(self)}" }
    fileprivate func adding(_ label: String) -> String { isEmpty ? label : "\(self),\(label)" }
}
