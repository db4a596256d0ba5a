import Secrets

/// A password as a guesser sees it: letter case and the usual digits for letters folded away, and the whole taken apart
/// into the pieces that guessers put together.
///
/// SP 800-63B-4 section 3.1.1.2 compares the whole password with the blocklist, not words inside it. But no list of whole
/// passwords of 15 characters is complete, since people make them of shorter pieces ("Password2024!!!",
/// "adalovelace1815"). So the whole is compared with what can be made of few such pieces; a piece inside something of
/// one's own does no harm, and four words drawn from the list pass, as a passphrase should.
struct FoldedPassword {
    /// Rough worth of each kind of piece, in bits that a guesser must find: a listed word is one of some hundreds, a run
    /// one of some dozens, one's own name next to nothing.
    private enum Worth {
        static let word = 9
        static let run = 6
        static let ownName = 2
        static let letter = 5
        static let digitOrSign = 3
    }

    /// Four listed words, or seven letters and a digit that belong to no piece.
    static let enoughBits = 36

    /// The fewest characters of a name that count as a piece. "Li" in "lighthouse" says nothing.
    private static let shortestPiece = 3
    private static let longestPiece = 24
    /// What fingers and the alphabet put next to each other.
    private static let sequences = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]
        .map { Array($0.unicodeScalars) }

    /// Lower case, digits as typed.
    private let plain: [Unicode.Scalar]
    /// The same with the usual stand-ins turned back into letters; as long as `plain`.
    private let spelledOut: [Unicode.Scalar]

    init(_ password: NormalizedPassword) {
        plain = Self.fold(password.text.expose())
        spelledOut = plain.map(Self.letter)
    }

    /// Whether the whole is one piece, shorter than `length`, said at least twice (the last time perhaps cut short).
    func isOnePieceRepeated(shorterThan length: Int) -> Bool {
        (1..<length).contains { period in
            2 * period <= plain.count
                && plain.indices.dropFirst(period).allSatisfy { plain[$0] == plain[$0 - period] }
        }
    }

    /// Whether the whole, without the signs between and around, is one of `words`.
    func isOne(of words: Set<String>) -> Bool {
        words.contains(Self.text(plain.filter { !Self.isSign($0) }))
    }

    /// The worth of the cheapest way to put the password together, in bits.
    func bits(words: Set<String>, ownNames: Set<String>) -> Int {
        // cheapest[n]: the worth of the first n characters.
        var cheapest = [0]
        for end in plain.indices.map({ $0 + 1 }) {
            var least = cheapest[end - 1] + Self.worth(of: plain[end - 1])
            for start in max(0, end - Self.longestPiece)..<end where cheapest[start] < least {
                guard let worth = worth(of: start..<end, words: words, ownNames: ownNames) else { continue }
                least = min(least, cheapest[start] + worth)
            }
            cheapest.append(least)
        }
        return cheapest[plain.count]
    }

    /// The pieces that names and addresses make: each part, and each name as a whole without its gaps.
    static func pieces(of names: [String]) -> Set<String> {
        var pieces: Set<String> = []
        for name in names {
            let parts = fold(name).split { isSign($0) }
            for part in parts + [ArraySlice(parts.joined())] where (shortestPiece...longestPiece).contains(part.count) {
                pieces.insert(text(part))
                pieces.insert(text(part.map(letter)))
            }
        }
        return pieces
    }

    private func worth(of range: Range<Int>, words: Set<String>, ownNames: Set<String>) -> Int? {
        guard range.count >= Self.shortestPiece else { return nil }
        let spellings = [Self.text(plain[range]), Self.text(spelledOut[range])]
        if spellings.contains(where: ownNames.contains) { return Worth.ownName }
        if Self.isRun(plain[range]) { return Worth.run }
        if spellings.contains(where: words.contains) { return Worth.word }
        return nil
    }

    private static func worth(of scalar: Unicode.Scalar) -> Int {
        isSign(scalar) || ("0"..."9").contains(scalar) ? Worth.digitOrSign : Worth.letter
    }

    private static func isRun(_ piece: ArraySlice<Unicode.Scalar>) -> Bool {
        piece.allSatisfy { $0 == piece.first }
            || sequences.contains { isPart(Array(piece), of: $0) || isPart(piece.reversed(), of: $0) }
    }

    private static func isPart(_ piece: [Unicode.Scalar], of sequence: [Unicode.Scalar]) -> Bool {
        guard let start = piece.first.flatMap(sequence.firstIndex(of:)) else { return false }
        return sequence[start...].starts(with: piece)
    }

    private static func fold(_ text: String) -> [Unicode.Scalar] {
        Array(text.lowercased().unicodeScalars)
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// What stands between words or is put at an end to please a rule.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && !("a"..."z").contains(scalar) && !("0"..."9").contains(scalar)
    }

    private static func letter(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "0": "o"
        case "1", "!": "i"
        case "3": "e"
        case "4", "@": "a"
        case "5", "$": "s"
        case "7": "t"
        default: scalar
        }
    }
}
