/// TPMS_ATTEST with a TPMS_CERTIFY_INFO (TPM 2.0 Library, part 2, sections 10.12.8 and 10.12.3): what the TPM signed.
struct TPMCertifyInfo {
    /// TPM_GENERATED_VALUE: made inside a TPM, which signs nothing from outside that begins with it.
    private static let magic: UInt32 = 0xFF54_4347
    /// TPM_ST_ATTEST_CERTIFY.
    private static let type: UInt16 = 0x8017
    /// clock, resetCount, restartCount, safe; then firmwareVersion.
    private static let clockAndFirmwareBytes = 17 + 8

    let extraData: [UInt8]
    /// The Name of the certified key.
    let name: [UInt8]

    init(parsing bytes: [UInt8]) throws(WebAuthnRejection) {
        var reader = TPMReader(bytes, refusing: .tpmCertInfo)
        guard try reader.uint32() == Self.magic else { throw WebAuthnRejection(.tpmMagic) }
        guard try reader.uint16() == Self.type else { throw WebAuthnRejection(.tpmType) }
        // qualifiedSigner.
        _ = try reader.sized()
        extraData = try reader.sized()
        _ = try reader.take(Self.clockAndFirmwareBytes)
        name = try reader.sized()
        // qualifiedName.
        _ = try reader.sized()
        try reader.end()
    }
}
