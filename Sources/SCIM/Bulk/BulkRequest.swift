package import Encoding

/// What one bulk request may hold; published in /ServiceProviderConfig.
package struct BulkLimits: Sendable, Equatable {
    package var operations: Int
    /// Bytes of the body.
    package var bytes: Int

    package init(operations: Int, bytes: Int) {
        self.operations = operations
        self.bytes = bytes
    }

    /// As many operations as SCIM clients are known to send at once, in the body that any request may have.
    package static let standard = BulkLimits(operations: 1000, bytes: BodyLimits.bytes)
}

/// The body of a bulk request (RFC 7644 section 3.7).
package struct BulkRequest: Sendable {
    /// Stop after that many errors; nil goes on to the end.
    package let failOnErrors: Int?
    package let operations: [BulkOperation]

    /// Reads a body. The limits are refused with status 413 and name themselves (RFC 7644 section 3.7.4).
    package init(_ bytes: [UInt8], limits: BulkLimits = .standard) throws(SCIMError) {
        guard bytes.count <= limits.bytes else {
            throw SCIMError(.bulkTooLarge, "The request is larger than maxPayloadSize (\(limits.bytes)).")
        }
        let body = try SCIMBody.object(bytes)
        try SCIMBody.requireMessage(MessageURN.bulkRequest, in: body)
        switch try SCIMBody.member("failOnErrors", of: body) {
        case nil, .null?: failOnErrors = nil
        case let value?:
            guard let number = value.integer, number >= 1, let count = Int(exactly: number) else {
                throw SCIMError(.bulkShape, "failOnErrors is a whole number from 1.")
            }
            failOnErrors = count
        }
        guard let list = try SCIMBody.member("Operations", of: body)?.array, !list.isEmpty else {
            throw SCIMError(.bulkShape, "Operations is an array of at least one.")
        }
        guard list.count <= limits.operations else {
            throw SCIMError(
                .bulkTooManyOperations,
                "The request has more operations than maxOperations (\(limits.operations))."
            )
        }
        var operations: [BulkOperation] = []
        var ids: Set<ByteKey> = []
        for entry in list {
            guard let object = entry.object else { throw SCIMError(.bulkShape) }
            let operation = try BulkOperation(object)
            if let id = operation.bulkID, !ids.insert(ByteKey(id)).inserted { throw SCIMError(.bulkIDDuplicate) }
            operations.append(operation)
        }
        self.operations = operations
    }
}

/// One operation of a bulk request.
package struct BulkOperation: Sendable, Equatable {
    package enum Method: String, Sendable, CaseIterable {
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package let method: Method
    /// Relative to the base: `/Users`, `/Users/{id}`.
    package internal(set) var path: String
    package let bulkID: String?
    /// The entity tag that the resource has to have.
    package let version: String?
    package internal(set) var data: JSONValue?

    private static let maximumIDBytes = 128

    init(method: Method, path: String, data: JSONValue?) {
        self.method = method
        self.path = path
        self.data = data
        bulkID = nil
        version = nil
    }

    init(_ object: JSONObject) throws(SCIMError) {
        guard let name = try SCIMBody.member("method", of: object)?.string,
            let method = Method.allCases.first(where: { CaseFolding.sameName($0.rawValue, name) })
        else { throw SCIMError(.bulkShape, "method is POST, PUT, PATCH or DELETE.") }
        guard let path = try SCIMBody.member("path", of: object)?.string, path.utf8.first == UInt8(ascii: "/") else {
            throw SCIMError(.bulkShape, "path begins with a slash.")
        }
        let depth = path.utf8.split(separator: UInt8(ascii: "/")).count
        guard depth == (method == .post ? 1 : 2) else {
            throw SCIMError(.bulkShape, "\(method.rawValue) needs \(method == .post ? "an endpoint" : "a resource").")
        }
        self.method = method
        self.path = path
        bulkID = try Self.id(of: object)
        guard method != .post || bulkID != nil else { throw SCIMError(.bulkIDMissing) }
        version = try SCIMBody.member("version", of: object)?.string
        data = try SCIMBody.member("data", of: object)
        guard method == .delete || data?.object != nil else { throw SCIMError(.bulkShape, "data is an object.") }
    }

    /// References are found within texts such as `../Users/bulkId:x`, so that an id may not hold what ends one.
    private static func id(of object: JSONObject) throws(SCIMError) -> String? {
        guard let value = try SCIMBody.member("bulkId", of: object), !value.isNull else { return nil }
        guard let id = value.string, !id.isEmpty, id.utf8.count <= maximumIDBytes,
            !id.utf8.contains(where: { BulkReferences.ends($0) })
        else { throw SCIMError(.bulkShape, "bulkId is a short string without quotation marks, brackets or slashes.") }
        return id
    }
}

/// What came of one operation.
package struct BulkAnswer: Sendable, Equatable {
    /// HTTP status.
    package var status: Int
    /// The id of the resource that a POST made; `bulkId:` references become this.
    package var id: String?
    /// The address of the resource; required but for a POST that failed (RFC 7644 section 3.7).
    package var location: String?
    package var version: String?
    /// Required where the status is an error.
    package var response: JSONValue?

    package init(
        status: Int,
        id: String? = nil,
        location: String? = nil,
        version: String? = nil,
        response: JSONValue? = nil
    ) {
        self.status = status
        self.id = id
        self.location = location
        self.version = version
        self.response = response
    }

    package init(_ error: SCIMError, location: String? = nil) {
        self.init(status: error.status, location: location, response: error.body)
    }

    var isError: Bool { status >= 400 }
}
