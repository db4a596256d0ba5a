import Encoding
import Logging

/// One line an event on standard error, with `name=value` for what is known of it.
///
/// Values that hold anything but plain words are quoted as in JSON: what a database or a stranger said can neither begin a
/// line of its own nor pass for another value.
struct OneLineLogHandler: LogHandler {
    private var stream: StreamLogHandler

    init(label: String) {
        stream = .standardError(label: label)
    }

    var logLevel: Logger.Level {
        get { stream.logLevel }
        set { stream.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { stream.metadata }
        set { stream.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { stream[metadataKey: key] }
        set { stream[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(Self.line(event.message.description))"
        event.metadata = event.metadata?.mapValues { "\(Self.value($0.description))" }
        stream.log(event: event)
    }

    /// As it is, but for what would end the line.
    static func line(_ text: String) -> String {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? JSONValue.string(text).text : text
    }

    /// As it is where it is one plain word.
    static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
                    && byte != UInt8(ascii: "\\")
            }
        return isPlain ? text : JSONValue.string(text).text
    }
}
