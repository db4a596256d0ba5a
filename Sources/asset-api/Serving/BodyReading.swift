import Encoding
import Hummingbird
import NIOCore

/// Reads a JSON body: bounded in bytes and in time, strict in form, every member known.
enum BodyReading {
    /// An asset has some hundred bytes.
    private static let maximumBytes = 16 << 10
    private static let deadline: Duration = .seconds(10)

    static func object(of request: Request, members: Set<String>) async throws -> JSONObject {
        let type = request.headers[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/json" else { throw Problem(.unsupportedMediaType) }
        let bytes = try await bytes(of: request.body)
        guard let object = (try? StrictJSON.parse(bytes))?.object else {
            throw Problem(.invalidRequest, "The body is not one JSON object in UTF-8 without repeated members.")
        }
        for member in object where !members.contains(where: { $0.hasSameBytes(as: member.name) }) {
            throw Problem(.invalidRequest, "Known members are \(members.sorted().joined(separator: ", ")).")
        }
        return object
    }

    /// The deadline is for those who send a byte now and then: the server's idle time never ends for them.
    private static func bytes(of body: RequestBody) async throws -> [UInt8] {
        try await withThrowingTaskGroup { group in
            group.addTask {
                do {
                    return Array(buffer: try await body.collect(upTo: maximumBytes))
                } catch is NIOTooManyBytesError {
                    throw Problem(.contentTooLarge)
                }
            }
            group.addTask {
                try await Task.sleep(for: deadline)
                throw Problem(.requestTimeout)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}
