import Encoding

/// Recursive descent over RFC 7644 figure 1. Precedence is not, and, or; names and operators are read in any case; depth,
/// length and terms are bounded by ``FilterLimits``, so that nothing here runs longer than a kilobyte of text asks.
struct FilterParser {
    private var scanner: FilterScanner
    private var terms = 0
    private var report = LeniencyReport()

    /// The tree of a whole text; notes the forms that the grammar does not have.
    static func parse(_ text: String, report: inout LeniencyReport) throws(SCIMError) -> SCIMFilter {
        guard text.utf8.count <= FilterLimits.bytes else { throw SCIMError(.filterTooLong) }
        var parser = FilterParser(scanner: FilterScanner(text))
        let filter = try parser.disjunction(depth: 0, inElement: false)
        guard parser.scanner.isAtEnd else { throw parser.syntaxError("something follows the filter") }
        report.merge(parser.report)
        return filter
    }

    init(scanner: FilterScanner) {
        self.scanner = scanner
    }

    /// The condition between the brackets of a path, with what is left to read after the closing one.
    static func condition(from scanner: FilterScanner) throws(SCIMError) -> (SCIMFilter, FilterScanner) {
        var parser = FilterParser(scanner: scanner)
        let condition = try parser.bracketed(depth: 1)
        return (condition, parser.scanner)
    }

    private mutating func disjunction(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter {
        guard depth <= FilterLimits.depth else { throw SCIMError(.filterTooDeep) }
        var filter = try conjunction(depth: depth, inElement: inElement)
        while scanner.followsSpace, scanner.takeKeyword(.or) {
            filter = .or(filter, try conjunction(depth: depth, inElement: inElement))
        }
        return filter
    }

    private mutating func conjunction(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter {
        var filter = try term(depth: depth, inElement: inElement)
        while scanner.followsSpace, scanner.takeKeyword(.and) {
            filter = .and(filter, try term(depth: depth, inElement: inElement))
        }
        return filter
    }

    /// One term and the spaces around it.
    private mutating func term(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter {
        scanner.skipSpaces()
        let filter: SCIMFilter
        if scanner.take(UInt8(ascii: "(")) {
            filter = try parenthesised(depth: depth + 1, inElement: inElement)
        } else if let negation = try negation(depth: depth, inElement: inElement) {
            filter = negation
        } else {
            filter = try attributeTerm(depth: depth, inElement: inElement)
        }
        scanner.skipSpaces()
        return filter
    }

    private mutating func parenthesised(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter {
        let inner = try disjunction(depth: depth, inElement: inElement)
        guard scanner.take(UInt8(ascii: ")")) else { throw syntaxError("a parenthesis is not closed") }
        return inner
    }

    /// `not` needs its parentheses; the space before them may be left out (RFC 7644 figure 1 has it optional).
    private mutating func negation(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter? {
        guard scanner.next == UInt8(ascii: "n") || scanner.next == UInt8(ascii: "N") else { return nil }
        let start = scanner
        guard scanner.takeKeyword(.not) else { return nil }
        scanner.skipSpaces()
        guard scanner.take(UInt8(ascii: "(")) else {
            scanner = start
            return nil
        }
        return .not(try parenthesised(depth: depth + 1, inElement: inElement))
    }

    private mutating func attributeTerm(depth: Int, inElement: Bool) throws(SCIMError) -> SCIMFilter {
        guard let name = scanner.attributeName() else { throw syntaxError("an attribute is expected") }
        if scanner.take(UInt8(ascii: "[")) {
            // RFC 7644 figure 1: a value filter holds no value path.
            guard !inElement else { throw syntaxError("brackets within brackets") }
            return try elementTerm(name, depth: depth)
        }
        return try comparison(of: name)
    }

    private mutating func elementTerm(_ name: String, depth: Int) throws(SCIMError) -> SCIMFilter {
        let condition = try bracketed(depth: depth + 1)
        guard scanner.take(UInt8(ascii: ".")) else { return .element(name, condition) }
        // Entra's `emails[type eq "work"].value eq "x"` means one element that meets both: a conjunction around what stands
        // in the brackets, and a level of its own as if it were written so.
        guard depth + 2 <= FilterLimits.depth else { throw SCIMError(.filterTooDeep) }
        guard let sub = scanner.attributeName() else { throw syntaxError("a sub-attribute is expected") }
        report.note(.subAttributeAfterValuePath)
        return .element(name, .and(condition, try comparison(of: sub)))
    }

    private mutating func bracketed(depth: Int) throws(SCIMError) -> SCIMFilter {
        let condition = try disjunction(depth: depth, inElement: true)
        guard scanner.take(UInt8(ascii: "]")) else { throw syntaxError("a bracket is not closed") }
        return condition
    }

    private mutating func comparison(of name: String) throws(SCIMError) -> SCIMFilter {
        terms += 1
        guard terms <= FilterLimits.terms else { throw SCIMError(.filterTooManyTerms) }
        guard scanner.take(UInt8(ascii: " ")) else { throw syntaxError("an operator is expected") }
        scanner.skipSpaces()
        if scanner.takeKeyword(.present) { return .present(name) }
        guard let comparison = scanner.comparisonOperator() else { throw syntaxError("an operator is expected") }
        scanner.skipSpaces()
        return .comparison(name, comparison, try literal())
    }

    /// RFC 7644 figure 1, compValue: the grammar of RFC 8259 for strings and numbers, so that escapes are JSON's.
    private mutating func literal() throws(SCIMError) -> FilterLiteral {
        guard let first = scanner.next else { throw syntaxError("a value is expected") }
        if first == UInt8(ascii: "\"") {
            guard let value = scanner.string() else { throw syntaxError("a string is not closed or not JSON's") }
            return .string(value)
        }
        guard let word = scanner.word() else { throw syntaxError("a value is expected") }
        let mayBeNumber = first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10
        if mayBeNumber, case .number? = try? StrictJSON.parse(Array(word.utf8), limits: .token) { return .number(word) }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: return .word(word)
        }
    }

    private func syntaxError(_ what: String) -> SCIMError {
        SCIMError(.filterSyntax, "The filter cannot be read at byte \(scanner.position): \(what).")
    }
}

extension SCIMFilter {
    /// Reads a filter. Whether its names and values make sense, ``CheckedFilter`` says.
    ///
    /// - Parameter text: the text after form decoding, at most ``FilterLimits/bytes`` long.
    /// - Throws: ``SCIMError`` with a code of `SCIM-FILTER`.
    package static func parse(_ text: String) throws(SCIMError) -> SCIMFilter {
        var report = LeniencyReport()
        return try FilterParser.parse(text, report: &report)
    }
}
