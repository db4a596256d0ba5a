package import BoundedWorkers

extension BoundedWorkers {
    /// Threads for what a connection can't do without blocking: names are resolved there, and cancels delivered. Both are
    /// rare; the queue is longer than a process has connections.
    package static func forDatabases() -> BoundedWorkers {
        BoundedWorkers(name: "database", threads: 2, queue: 256)
    }
}
