import Encoding
import JOSE

extension RevocationFeedDocument {
    private static let limits = JSONLimits(bytes: maximumBytes, depth: 4, values: maximumEntries * 6 + 16)
    /// The end of the year 9999.
    private static let latestSecond: Int64 = 253_402_300_799
    /// A day: a longer window would make a service keep entries without need.
    private static let longestWindow: Int64 = 86_400

    /// Reads the payload of a document whose signature holds. Throws ``FeedRejection``.
    ///
    /// Here the form is checked, the audience, and that the entries ascend from the number asked for up to the head. Issuer, time
    /// and that number are the follower's to check, who knows what they should be.
    public init(parsing payload: [UInt8]) throws(FeedRejection) {
        let value: JSONValue
        do { value = try StrictJSON.parse(payload, limits: Self.limits) } catch { throw .malformed }
        guard let object = value.object,
            let issuer = object["iss"]?.string,
            let audience = object["aud"]?.string,
            let signedAt = object["iat"]?.integer, (0...Self.latestSecond).contains(signedAt),
            let after = object["after"]?.integer, after >= 0,
            let head = object["head"]?.integer, head >= 0,
            let window = object["window"]?.integer, (1...Self.longestWindow).contains(window),
            let items = object["entries"]?.array
        else { throw .malformed }
        guard audience.hasSameBytes(as: Self.audience) else { throw .wrongAudience }
        guard items.count <= Self.maximumEntries else { throw .tooManyEntries }
        var entries: [RevocationEntry] = []
        entries.reserveCapacity(items.count)
        var last = after
        for item in items {
            guard let object = item.object, let entry = Self.entry(object) else { throw .malformed }
            guard entry.number > last, entry.number <= head else { throw .disorderedEntries }
            last = entry.number
            entries.append(entry)
        }
        self.init(
            issuer: issuer,
            signedAt: Int(signedAt),
            after: after,
            head: head,
            entries: entries,
            windowSeconds: Int(window)
        )
    }

    private static func entry(_ object: JSONObject) -> RevocationEntry? {
        guard let number = object["number"]?.integer,
            let issuedBefore = object["issued_before"]?.integer, (0...latestSecond).contains(issuedBefore),
            let recordedAt = object["recorded_at"]?.integer, (0...latestSecond).contains(recordedAt),
            let scope = scope(object), let isSuspension = isSuspension(object, scope)
        else { return nil }
        return RevocationEntry(
            number: number,
            scope: scope,
            issuedBefore: Int(issuedBefore),
            recordedAt: Int(recordedAt),
            isSuspension: isSuspension
        )
    }

    /// `suspended`, which says something of workspaces alone; false where it is absent. nil where it makes no sense.
    private static func isSuspension(_ object: JSONObject, _ scope: RevocationEntry.Scope) -> Bool? {
        guard let value = object["suspended"] else { return false }
        guard case .workspace = scope else { return nil }
        return value.bool
    }

    /// Exactly one of the four scopes; `workspace` stands alone or beside `user`.
    private static func scope(_ object: JSONObject) -> RevocationEntry.Scope? {
        let names = ["session", "user", "workspace", "key"].filter { object[$0] != nil }
        switch names {
        case ["session"]: return identifier(object["session"]).map { .session($0) }
        case ["user", "workspace"]:
            guard let user = identifier(object["user"]), let workspace = identifier(object["workspace"]) else {
                return nil
            }
            return .user(user, workspace: workspace)
        case ["workspace"]: return identifier(object["workspace"]).map { .workspace($0) }
        case ["key"]:
            guard let text = object["key"]?.string, let key = try? KeyIdentifier(text) else { return nil }
            return .key(key)
        default: return nil
        }
    }

    /// Visible ASCII, as in the claims that it is compared with.
    private static func identifier(_ value: JSONValue?) -> String? {
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= 256,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        return text
    }
}
