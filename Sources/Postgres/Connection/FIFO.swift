/// First in, first out, in constant time: an array with a moving head.
struct FIFO<Element> {
    private static var roomKept: Int { 256 }

    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }
    var all: [Element] { elements[head...].compactMap(\.self) }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    @discardableResult
    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: head <= Self.roomKept)
            head = 0
        } else if head >= Self.roomKept {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    mutating func removeAll() -> [Element] {
        defer {
            elements = []
            head = 0
        }
        return all
    }

    mutating func remove(where matches: (Element) -> Bool) -> [Element] {
        let removed = all.filter(matches)
        if !removed.isEmpty {
            elements = all.filter { !matches($0) }
            head = 0
        }
        return removed
    }
}

extension FIFO: Sendable where Element: Sendable {}
