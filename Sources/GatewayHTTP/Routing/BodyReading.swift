import Encoding
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body as its route has it.
enum BodyReading {
    /// What came in the body.
    struct Content: Sendable {
        var form = FormParameters.none
        var json = JSONValue.null
    }

    /// Throws ``Problem``.
    static func read(_ request: Request, for route: Route) async throws -> Content {
        let limit = route.limits.bodyBytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem(.contentTooLarge, "The body may have \(limit) bytes.")
        }
        switch route.body {
        case .none:
            // Some clients send an empty body with a type; one with content is a misunderstanding.
            guard try await bytes(request, upTo: limit).isEmpty else {
                throw Problem(.unsupportedMediaType, "This address takes no body.")
            }
            return Content()
        case .json(let schema):
            try demand("application/json", of: request)
            return Content(json: try json(try await bytes(request, upTo: limit), schema, limit))
        case .form(let fields):
            let isTyped = request.headers[.contentType] != nil
            if isTyped { try demand("application/x-www-form-urlencoded", of: request) }
            let bytes = try await bytes(request, upTo: limit)
            // A form without fields may come as no body at all.
            guard isTyped || bytes.isEmpty else { throw Problem(.unsupportedMediaType) }
            return Content(form: try form(bytes, fields))
        }
    }

    private static func json(_ bytes: [UInt8], _ schema: Schema, _ limit: Int) throws -> JSONValue {
        var limits = JSONLimits.standard
        limits.bytes = limit
        let value: JSONValue
        do {
            value = try StrictJSON.parse(bytes, limits: limits)
        } catch {
            throw Problem(.invalidRequest, "The body is not JSON that we read.")
        }
        if let flaw = schema.flaw(in: value) { throw Problem(.invalidRequest, flaw) }
        return value
    }

    private static func form(_ bytes: [UInt8], _ fields: [FormField]) throws -> FormParameters {
        guard let form = FormParameters(bytes) else {
            throw Problem(.invalidRequest, "The form is not well written, or names a field twice.")
        }
        for field in fields {
            guard let value = form[field.name] else {
                guard !field.isRequired else { throw Problem(.invalidRequest, "\(field.name) is missing.") }
                continue
            }
            guard value.utf8.count <= field.maximumBytes else {
                throw Problem(.invalidRequest, "\(field.name) is longer than \(field.maximumBytes) bytes.")
            }
        }
        return form
    }

    /// The one type, without parameters or with UTF-8 as charset: a browser that another site steers can send other types
    /// without asking first (attacks 5.3 #21).
    private static func demand(_ type: String, of request: Request) throws {
        let fields = request.headers[values: .contentType]
        let parts = fields.first?.lowercased().split(separator: ";").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard fields.count == 1, let parts, parts.first == type,
            parts.count == 1 || parts.count == 2 && ["charset=utf-8", "charset=\"utf-8\""].contains(parts[1]),
            request.headers[.contentEncoding] == nil
        else { throw Problem(.unsupportedMediaType, "The body must be \(type).") }
    }

    private static func bytes(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await var part in request.body {
            guard bytes.count + part.readableBytes <= limit else {
                throw Problem(.contentTooLarge, "The body may have \(limit) bytes.")
            }
            bytes += part.readBytes(length: part.readableBytes) ?? []
        }
        return bytes
    }
}
