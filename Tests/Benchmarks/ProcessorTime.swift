import Foundation

/// Processor time of this process, which does nothing else while it measures. Floors count their own time the same way, so that
/// a neighbour's load falls out of both.
enum ProcessorTime {
    static var seconds: Double {
        // POSIX has CLOCKS_PER_SEC be a million.
        Double(clock()) / 1_000_000
    }
}
