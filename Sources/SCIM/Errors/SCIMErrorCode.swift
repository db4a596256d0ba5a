/// Every refusal of this engine: `SCIM-<CHECK>-<NN>`. A code is never given to another meaning.
package enum SCIMErrorCode: String, Sendable, CaseIterable {
    case filterTooLong = "SCIM-FILTER-01"
    case filterTooDeep = "SCIM-FILTER-02"
    case filterTooManyTerms = "SCIM-FILTER-03"
    case filterSyntax = "SCIM-FILTER-04"
    case filterUnknownAttribute = "SCIM-FILTER-05"
    case filterSecretAttribute = "SCIM-FILTER-06"
    case filterOperator = "SCIM-FILTER-07"
    case filterValue = "SCIM-FILTER-08"
    case filterOnDiscovery = "SCIM-FILTER-09"
    case filterTooManyResults = "SCIM-FILTER-10"

    case pathTooLong = "SCIM-PATH-01"
    case pathSyntax = "SCIM-PATH-02"
    case pathUnknownAttribute = "SCIM-PATH-03"
    case pathFilter = "SCIM-PATH-04"

    case bodyNotJSON = "SCIM-BODY-01"
    case bodyNotObject = "SCIM-BODY-02"
    case bodySchemasMissing = "SCIM-BODY-03"
    case bodySchemasWrong = "SCIM-BODY-04"
    case bodyAmbiguousMember = "SCIM-BODY-05"
    case bodyTooLarge = "SCIM-BODY-06"

    case valueType = "SCIM-VALUE-01"
    case valueNull = "SCIM-VALUE-02"
    case valueRequired = "SCIM-VALUE-03"
    case valueControlCharacter = "SCIM-VALUE-04"
    case valueTooLong = "SCIM-VALUE-05"
    case valueTooMany = "SCIM-VALUE-06"
    case valuePrimary = "SCIM-VALUE-07"
    case valueMissing = "SCIM-VALUE-08"

    case patchShape = "SCIM-PATCH-01"
    case patchOperation = "SCIM-PATCH-02"
    case patchTooMany = "SCIM-PATCH-03"
    case patchNoPath = "SCIM-PATCH-04"
    case patchNoTarget = "SCIM-PATCH-05"
    case patchReadOnly = "SCIM-PATCH-06"
    case patchImmutable = "SCIM-PATCH-07"
    case patchRequired = "SCIM-PATCH-08"

    case replaceImmutable = "SCIM-PUT-01"

    case roleUnknown = "SCIM-ROLE-01"
    case roleSeveral = "SCIM-ROLE-02"
    case roleOwner = "SCIM-ROLE-03"

    case listNumber = "SCIM-LIST-01"
    case listCount = "SCIM-LIST-02"
    case listSort = "SCIM-LIST-03"
    case listProjection = "SCIM-LIST-04"
    case listQuery = "SCIM-LIST-05"
    case cursorInvalid = "SCIM-LIST-06"
    case cursorExpired = "SCIM-LIST-07"

    case bulkShape = "SCIM-BULK-01"
    case bulkTooManyOperations = "SCIM-BULK-02"
    case bulkTooLarge = "SCIM-BULK-03"
    case bulkIDMissing = "SCIM-BULK-04"
    case bulkIDDuplicate = "SCIM-BULK-05"
    case bulkReference = "SCIM-BULK-06"
    case bulkCircle = "SCIM-BULK-07"

    case versionMismatch = "SCIM-VERSION-01"
    case versionSyntax = "SCIM-VERSION-02"

    case extensionSchema = "SCIM-SCHEMA-01"

    case notFound = "SCIM-RESOURCE-01"
    case notUnique = "SCIM-RESOURCE-02"
    case notOffered = "SCIM-RESOURCE-03"
}
