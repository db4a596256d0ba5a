import Encoding

/// What is wrong with a workspace's audit.
package enum AuditFault: Sendable, Equatable {
    /// These numbers were given, and no entry has them.
    case missing(ClosedRange<Int64>)
    /// Entries up to the second number stand beyond the last that was given.
    case beyondLast(given: Int64, highest: Int64)
    /// The entry of that number lacks what every entry has; `part` says what.
    case incomplete(Int64, part: String)
}

extension AuditFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let numbers) where numbers.count == 1: "Entry \(numbers.lowerBound) is missing."
        case .missing(let numbers): "Entries \(numbers.lowerBound) to \(numbers.upperBound) are missing."
        case .beyondLast(let given, let highest): "There is an entry \(highest), but only \(given) numbers were given."
        case .incomplete(let number, let part): "Entry \(number) has no good \(part)."
        }
    }
}

/// Goes through a workspace's audit and says whether every entry is there and whole.
///
/// It finds what is missing and what is damaged. Entries are not sealed yet, so it does not find words that somebody has
/// changed who owns the database.
package struct VerifyAudit: Sendable {
    /// Entries that are read at a time.
    private static let pageEntries = 1_000
    /// A fault more than these changes nothing for whoever reads them.
    package static let maximumFaults = 100

    private let databases: any WorkspaceDatabaseAccess
    private let audit: any AuditStorage

    package init(databases: any WorkspaceDatabaseAccess, audit: any AuditStorage) {
        self.databases = databases
        self.audit = audit
    }

    /// How many entries were read, from the newest at the beginning of the reading to the first, and the faults that were
    /// found, at most ``maximumFaults``.
    package func callAsFunction(in workspace: WorkspaceID) async throws -> (entries: Int64, faults: [AuditFault]) {
        let (given, highest) = try await databases.transaction(on: workspace) { [audit] in
            try await audit.numbers(in: $0)
        }
        var faults: [AuditFault] = []
        if highest > given { faults.append(.beyondLast(given: given, highest: highest)) }
        var entries: Int64 = 0
        // The number that the next entry must have, going down to 1.
        var due = max(given, highest)
        while due > 0, faults.count < Self.maximumFaults {
            let before = due + 1
            let page = try await databases.transaction(on: workspace) { [audit] in
                try await audit.list(before: before, limit: Self.pageEntries, in: $0)
            }
            for entry in page {
                if entry.sequence < due { faults.append(.missing(entry.sequence + 1...due)) }
                if let part = Self.missingPart(of: entry) { faults.append(.incomplete(entry.sequence, part: part)) }
                due = entry.sequence - 1
            }
            entries += Int64(page.count)
            if page.isEmpty {
                faults.append(.missing(1...due))
                due = 0
            }
        }
        return (entries, Array(faults.prefix(Self.maximumFaults)))
    }

    /// The first part that is not as every entry has it; nil where the entry is whole.
    private static func missingPart(of entry: AuditEntry) -> String? {
        if AuditAction(rawValue: entry.action) == nil { return "action" }
        let hasNoID = entry.actorKind == "system" || entry.actorKind == "anonymous"
        if hasNoID != (entry.actorID?.isEmpty ?? true) { return "actor" }
        if entry.targetID.isEmpty { return "target" }
        let changes = entry.changes.array?.map(\.object)
        guard let changes, changes.allSatisfy({ $0?["attribute"]?.string != nil }) else { return "changes" }
        return nil
    }
}
