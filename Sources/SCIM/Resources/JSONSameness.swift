package import Encoding

/// Equality of JSON by bytes, without regard to the order of members.
package enum JSONSameness {
    package static func same(_ first: JSONValue, _ second: JSONValue) -> Bool {
        switch (first, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.number(let first), .number(let second)): first.text.hasSameBytes(as: second.text)
        case (.string(let first), .string(let second)): first.hasSameBytes(as: second)
        case (.array(let first), .array(let second)):
            first.count == second.count && zip(first, second).allSatisfy(same)
        case (.object(let first), .object(let second)):
            first.members.count == second.members.count
                && first.members.allSatisfy { member in
                    second[member.name].map { same(member.value, $0) } ?? false
                }
        default: false
        }
    }

    package static func same(_ first: JSONValue?, _ second: JSONValue?) -> Bool {
        switch (first, second) {
        case (nil, nil): true
        case (let first?, let second?): same(first, second)
        default: false
        }
    }
}
