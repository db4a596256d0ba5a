/// Which statements the server has prepared on one connection, under which names; the least recently used makes room.
struct StatementCache {
    struct Key: Hashable {
        let fragments: [String]
        let types: [PostgresType]

        init(_ sql: SQL) {
            fragments = sql.fragments
            types = sql.bindings.map(\.type)
        }
    }

    /// How a statement is to be sent.
    enum Use: Equatable {
        case prepared(name: String)
        case prepareFirst(name: String)
        /// Parsed for this once: the cache is off, or the preparation is still under way in another unit, which may fail.
        case unnamed
    }

    private struct Entry {
        let name: String
        /// The unit whose answer will tell whether it was prepared; nil once it was.
        var preparedBy: UInt64?
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var lastName: UInt64 = 0

    /// Names that were dropped from the cache and are still to be dropped by the server.
    private(set) var dropped: [String] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func use(_ key: Key, in unit: UInt64) -> Use {
        guard capacity > 0 else { return .unnamed }
        uses += 1
        // The key is a whole statement: it is hashed once.
        if let index = entries.index(forKey: key) {
            entries.values[index].lastUse = uses
            let entry = entries.values[index]
            return entry.preparedBy == nil || entry.preparedBy == unit ? .prepared(name: entry.name) : .unnamed
        }
        if entries.count >= capacity { dropLeastRecentlyUsed() }
        guard entries.count < capacity else { return .unnamed }
        lastName += 1
        let name = "s\(lastName)"
        entries[key] = Entry(name: name, preparedBy: unit, lastUse: uses)
        return .prepareFirst(name: name)
    }

    mutating func wasPrepared(_ key: Key) {
        entries[key]?.preparedBy = nil
    }

    /// The server refused to prepare it: the name is free.
    mutating func wasNotPrepared(_ key: Key) {
        entries[key] = nil
    }

    /// The server no longer takes it as it was prepared, since a table changed under it.
    mutating func isStale(_ key: Key) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        dropped.append(entry.name)
    }

    mutating func takeDropped() -> [String] {
        defer { dropped = [] }
        return dropped
    }

    /// Dropping it failed, in an aborted transaction; it is tried again later.
    mutating func wasNotDropped(_ name: String) {
        dropped.append(name)
    }

    private mutating func dropLeastRecentlyUsed() {
        let settled = entries.filter { $0.value.preparedBy == nil }
        guard let oldest = settled.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        entries[oldest.key] = nil
        dropped.append(oldest.value.name)
    }
}
