#if LibDeflate
  import BrineCore
  import CLibDeflate

  extension DeflateCodec {
    /// Decompresses all members by libdeflate, which takes half the time of zlib or less but has to have all memory
    /// that a member needs at once: where it is too little, the member is done again with four times as much.
    public func decompressWhole(_ input: UnsafeRawBufferPointer, to output: OutputBuffer) -> Bool {
      guard let decompressor = libdeflate_alloc_decompressor() else { return false }
      defer { libdeflate_free_decompressor(decompressor) }
      let start = output.count
      var position = 0
      var (guess, before) = (firstGuess(input), 0)
      while true {
        let rest = UnsafeRawBufferPointer(rebasing: input[position...])
        output.reserve(guess)
        let room = output.reserved
        let (status, consumed, produced) = run(decompressor, rest, into: room)
        switch status {
        case LIBDEFLATE_SUCCESS:
          output.add(produced)
          position += consumed
          guard let next = furtherStream(in: input, at: position) else { return true }
          (position, before) = (next, 0)
          guess = max(4096, room.count - produced)
        case LIBDEFLATE_INSUFFICIENT_SPACE where room.count > before && room.count < output.mostRoom:
          before = room.count
          guess = room.count.multiplied(4) ?? .max
        default:
          // zlib finds out what is wrong, and where.
          output.truncate(to: start)
          return false
        }
      }
    }

    /// The size that a file of gzip gives at its end, if it may be true; else four times the input.
    private func firstGuess(_ input: UnsafeRawBufferPointer) -> Int {
      let usual = max(4096, input.count.multiplied(4) ?? .max)
      guard form == .gzip, input.count >= 18 else { return usual }
      let size = input.loadUnaligned(fromByteOffset: input.count - 4, as: UInt32.self).littleEndian
      // Deflate packs 1032 times at most. Files of several members say less than they have: see above.
      return Int(size) / 1032 <= input.count ? max(4096, Int(size)) : usual
    }

    private func run(
      _ decompressor: OpaquePointer, _ input: UnsafeRawBufferPointer,
      into output: UnsafeMutableRawBufferPointer
    ) -> (status: libdeflate_result, consumed: Int, produced: Int) {
      var (consumed, produced) = (0, 0)
      let run =
        switch form {
        case .gzip: libdeflate_gzip_decompress_ex
        case .zlib: libdeflate_zlib_decompress_ex
        case .raw: libdeflate_deflate_decompress_ex
        }
      let status = run(
        decompressor, input.baseAddress, input.count, output.baseAddress, output.count, &consumed, &produced)
      return (status, consumed, produced)
    }

    /// Compresses by libdeflate, in less time than zlib's for the same level.
    public func compressWhole(_ input: UnsafeRawBufferPointer, level: Int) -> [UInt8]? {
      guard let compressor = libdeflate_alloc_compressor(Int32(clamping: level)) else { return nil }
      defer { libdeflate_free_compressor(compressor) }
      let (bound, run) =
        switch form {
        case .gzip: (libdeflate_gzip_compress_bound, libdeflate_gzip_compress)
        case .zlib: (libdeflate_zlib_compress_bound, libdeflate_zlib_compress)
        case .raw: (libdeflate_deflate_compress_bound, libdeflate_deflate_compress)
        }
      let most = bound(compressor, input.count)
      let bytes = [UInt8](unsafeUninitializedCapacity: most) { room, count in
        count = run(compressor, input.baseAddress, input.count, room.baseAddress, room.count)
      }
      return bytes.isEmpty ? nil : bytes
    }
  }
#endif
