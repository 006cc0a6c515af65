import BrineCore

extension ZipArchive {
  /// Takes an entry's data, which begins at `offset` in the file, out of its compression.
  func unpack(_ data: MemorySource, _ entry: ZipEntry, at offset: Int) throws(ZipError) -> MemorySource {
    do throws(CodecError) {
      switch entry.method {
      case .stored:
        guard entry.size == data.count else {
          throw CodecError(.corrupt, "\(data.count) bytes are stored instead of \(entry.size)")
        }
        return data
      case .deflated:
        return try DeflateCodec.deflate.decompress(data, size: entry.size, limits: limits)
      case .bzip2:
        return try BZip2Codec().decompress(data, size: entry.size, limits: limits)
      case .lzma:
        return try XZCodec.lzmaEntry.decompress(lzmaAlone(data, entry), size: entry.size, limits: limits)
      default:
        throw CodecError(.unavailable, "the entry is compressed by \(entry.method), which is not supported")
      }
    } catch {
      throw ZipError(error, entry, at: offset)
    }
  }

  /// LZMA in an archive (APPNOTE.TXT, section 5.8) with the header of a .lzma file in place of its own: the properties
  /// without their version and length, and the size, or that there is a mark at the end (flag 1).
  private func lzmaAlone(_ data: MemorySource, _ entry: ZipEntry) throws(CodecError) -> MemorySource {
    guard data.count >= 9, ZipRecord(data, at: 0).u16(2) == 5 else {
      throw CodecError(.corrupt, "the lzma data does not begin as it must")
    }
    var writer = ByteWriter()
    writer.write(data.bytes.extracting(4..<5))
    // A dictionary that is larger than all data is never filled, and only costs memory.
    writer.writeInteger(min(ZipRecord(data, at: 0).u32(5), UInt32(clamping: max(entry.size, 4096))))
    writer.writeInteger(entry.flags & 0x2 != 0 ? UInt64.max : UInt64(clamping: entry.size))
    writer.write(data.bytes.extracting(9..<data.count))
    return MemorySource(writer.finish())
  }
}

extension ZipError {
  /// What a codec's error at an offset in an entry's data means for the archive.
  init(_ error: CodecError, _ entry: ZipEntry, at offset: Int) {
    let code: Code =
      switch error.code {
      case .tooLarge: .tooLarge
      case .unavailable: .unsupportedMethod
      default: .corrupt
      }
    let place = error.context.offset.flatMap { $0.adding(offset) } ?? offset
    self.init(code, error.detail, offset: place, entry: entry.name)
  }
}
