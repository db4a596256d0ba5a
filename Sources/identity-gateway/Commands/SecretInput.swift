import FoundationEssentials
import Secrets

/// Secrets for commands: from a file or standard input, never from an argument, which the process list shows.
enum SecretInput {
    /// - Parameter place: a file's path, or `-` for one line of standard input.
    static func read(_ place: String) throws -> Secret<String> {
        if place == "-" {
            guard let line = readLine(strippingNewline: true) else {
                throw CommandFailure("Standard input ended before the secret.")
            }
            return Secret(line)
        }
        guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
            throw CommandFailure("\(place) can't be read as text.")
        }
        return Secret(text.last?.isNewline == true ? String(text.dropLast()) : text)
    }
}
