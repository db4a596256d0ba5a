import JOSE

/// The headers of the last few keys, each read once: all tokens of a key begin with the same text.
///
/// Only headers of tokens that passed are kept, so nobody else can fill it.
final class KnownHeaders: Sendable {
    /// Keys that sign at a time: one, and the one before while its tokens live.
    private static let maximum = 4

    private let headers = StripedValue<[EncodedJWSHeader]>([])

    /// The headers, newest first.
    ///
    /// - Parameter stripe: any number that differs between requests.
    func all(stripe: Int) -> [EncodedJWSHeader] {
        headers.read(stripe: stripe) { $0 }
    }

    func remember(_ header: EncodedJWSHeader, unlessIn known: [EncodedJWSHeader]) {
        guard !known.contains(where: { $0 == header }) else { return }
        let header = header.detached
        headers.update { headers in
            guard !headers.contains(where: { $0 == header }) else { return }
            headers = [header] + headers.prefix(Self.maximum - 1)
        }
    }
}
