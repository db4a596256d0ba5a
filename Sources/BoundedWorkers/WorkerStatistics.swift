/// What threads and queue have done since they were started, and what they do now.
package struct WorkerStatistics: Sendable, Equatable {
    /// Calls that wait for a thread.
    package let waiting: Int
    /// Calls that run.
    package let running: Int
    /// Calls that have run.
    package let completed: Int
    /// Calls that found the queue full, or closed.
    package let refused: Int
    /// Time that all calls together have waited for a thread.
    package let waited: Duration
    /// How long the call that began first of those that run has been running; zero where none runs.
    package let longestRunning: Duration
}
