internal import CZlib

/// Raw DEFLATE (RFC 1951) for the Redirect binding (SAML Bindings 2.0, section 3.4.4.1). The only file of this target that
/// touches C memory: the pointers live for one call, inside `withUnsafe…`, over buffers whose lengths are passed along.
enum Deflate {
    /// Window bits of a raw stream, without header and checksum: zlib takes the negative of 15.
    private static let rawWindow: Int32 = -15
    private static let chunkBytes = 16 * 1_024

    /// Inflates a whole stream.
    ///
    /// - Parameters:
    ///   - bytes: exactly one stream; bytes after its end are refused.
    ///   - limit: the most bytes that may come out. It is asked before each chunk is kept, so a bomb costs one chunk.
    /// - Returns: nil where it is no DEFLATE stream, is cut off, has something behind it, or holds more than the limit.
    static func inflate(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, rawWindow, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { _ = unsafe inflateEnd(&stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        var input = bytes
        let isWhole = unsafe input.withUnsafeMutableBufferPointer { source -> Bool in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = uInt(source.count)
            while true {
                let (status, produced) = unsafe chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
                    unsafe stream.next_out = target.baseAddress
                    unsafe stream.avail_out = uInt(target.count)
                    let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                    return unsafe (status, target.count - Int(stream.avail_out))
                }
                guard status == Z_OK || status == Z_STREAM_END, output.count + produced <= limit else { return false }
                output += chunk[..<produced]
                if status == Z_STREAM_END { return unsafe stream.avail_in == 0 }
                guard produced > 0 else { return false }
            }
        }
        return isWhole ? output : nil
    }

    /// Deflates into one stream; nil only when zlib has no memory.
    static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let isReady = unsafe deflateInit2_(
            &stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            rawWindow,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard isReady == Z_OK else { return nil }
        defer { _ = unsafe deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, uLong(bytes.count))))
        var input = bytes
        let produced = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target -> Int? in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = uInt(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = uInt(target.count)
                guard unsafe CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
                return unsafe target.count - Int(stream.avail_out)
            }
        }
        return produced.map { Array(output[..<$0]) }
    }
}
