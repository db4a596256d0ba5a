package import Encoding

/// What `/ServiceProviderConfig` publishes (RFC 7643 section 5, RFC 9865 section 4).
package struct ServiceProviderConfig: Sendable {
    package var maximumBulkOperations: Int
    /// Bytes.
    package var maximumBulkPayload: Int
    package var maximumResults: Int
    package var defaultPageSize: Int
    /// Seconds that a cursor is good for.
    package var cursorTimeout: Int
    package var documentation: String?

    package static let standard = ServiceProviderConfig(
        maximumBulkOperations: BulkLimits.standard.operations,
        maximumBulkPayload: BulkLimits.standard.bytes,
        maximumResults: Paging.maximumCount,
        defaultPageSize: Paging.defaultCount,
        cursorTimeout: 3600,
        documentation: nil
    )

    /// - Parameter base: the address that endpoints are relative to, without a slash at its end.
    package func rendered(base: String) -> JSONValue {
        var document: JSONObject = ["schemas": [.string(DiscoveryDocuments.serviceProviderConfigURN)]]
        if let documentation { document["documentationUri"] = .string(documentation) }
        document["patch"] = ["supported": true]
        document["bulk"] = [
            "supported": true,
            "maxOperations": .number(JSONNumber(maximumBulkOperations)),
            "maxPayloadSize": .number(JSONNumber(maximumBulkPayload)),
        ]
        document["filter"] = ["supported": true, "maxResults": .number(JSONNumber(maximumResults))]
        document["changePassword"] = ["supported": false]
        document["sort"] = ["supported": true]
        document["etag"] = ["supported": true]
        // Index paging is the default, as clients that know no cursors expect (RFC 9865 section 4).
        document["pagination"] = [
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": .number(JSONNumber(defaultPageSize)),
            "maxPageSize": .number(JSONNumber(maximumResults)),
            "cursorTimeout": .number(JSONNumber(cursorTimeout)),
        ]
        document["authenticationSchemes"] = [
            [
                "type": "oauth2",
                "name": "OAuth 2.0 client credentials",
                "description": "An access token of this service's token endpoint.",
                "specUri": "https://www.rfc-editor.org/info/rfc6749",
                "primary": true,
            ],
            [
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token that an administrator of the workspace made.",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
            ],
        ]
        document["meta"] = [
            "resourceType": "ServiceProviderConfig",
            "location": .string(base + "/ServiceProviderConfig"),
        ]
        return .object(document)
    }
}
