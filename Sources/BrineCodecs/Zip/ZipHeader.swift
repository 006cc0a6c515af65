import BrineCore

/// What an archive that is written says about an entry, in its three forms.
struct ZipHeader {
  var name: String
  var method: ZipMethod
  /// Where the header is in the archive.
  var offset: Int
  var timestamp: ZipTimestamp
  var size = 0
  var compressedSize = 0
  var crc32: UInt32 = 0
  /// Whether the sizes take eight bytes: always when they come later and are not known to be small.
  var isLarge = false
  /// Whether sizes and checksum come after the data.
  var hasDescriptor = false

  init(name: String, method: ZipMethod, offset: Int, timestamp: ZipTimestamp) {
    (self.name, self.method, self.offset, self.timestamp) = (name, method, offset, timestamp)
  }

  /// The header before the data: section 4.3.7.
  func local(alignment: Int) -> [UInt8] {
    let isLarge = isLarge || max(size, compressedSize) >= 0xFFFF_FFFF
    var extra = ByteWriter()
    if isLarge {
      extra.writeInteger(UInt16(1))
      extra.writeInteger(UInt16(16))
      for value in [size, compressedSize] { extra.writeInteger(UInt64(value)) }
    }
    extra.write(contentsOf: padding(after: offset + 30 + name.utf8.count + extra.count, to: alignment))
    var writer = ByteWriter()
    writer.writeInteger(UInt32(0x0403_4B50))
    writer.writeInteger(UInt16(isLarge ? 45 : 20))
    writeCommon(to: &writer, large: isLarge)
    writer.writeInteger(UInt16(name.utf8.count))
    writer.writeInteger(UInt16(extra.count))
    writer.write(name)
    writer.write(contentsOf: extra.bytes)
    return writer.finish()
  }

  /// Sizes and checksum after the data: section 4.3.9.
  var descriptor: [UInt8] {
    var writer = ByteWriter()
    writer.writeInteger(UInt32(0x0807_4B50))
    writer.writeInteger(crc32)
    for value in [compressedSize, size] {
      if isLarge { writer.writeInteger(UInt64(value)) } else { writer.writeInteger(UInt32(value)) }
    }
    return writer.finish()
  }

  /// The entry in the directory: section 4.3.12.
  var central: [UInt8] {
    let sizesAreLarge = max(size, compressedSize) >= 0xFFFF_FFFF
    let large = (sizesAreLarge ? [size, compressedSize] : []) + (offset >= 0xFFFF_FFFF ? [offset] : [])
    var writer = ByteWriter()
    writer.writeInteger(UInt32(0x0201_4B50))
    let version: UInt16 = isLarge || !large.isEmpty ? 45 : 20
    // Written under Unix, so that the mode below counts.
    writer.writeInteger(3 << 8 | version)
    writer.writeInteger(version)
    writeCommon(to: &writer, large: sizesAreLarge)
    writer.writeInteger(UInt16(name.utf8.count))
    writer.writeInteger(UInt16(large.isEmpty ? 0 : 4 + 8 * large.count))
    for value: UInt16 in [0, 0, 0] { writer.writeInteger(value) }
    // Readable by its owner when it is unpacked, as Python's are.
    writer.writeInteger(UInt32(0o600) << 16)
    writer.writeInteger(UInt32(min(offset, 0xFFFF_FFFF)))
    writer.write(name)
    if !large.isEmpty {
      writer.writeInteger(UInt16(1))
      writer.writeInteger(UInt16(8 * large.count))
      for value in large { writer.writeInteger(UInt64(value)) }
    }
    return writer.finish()
  }

  private func writeCommon(to writer: inout ByteWriter, large: Bool) {
    let isUnicode = name.utf8.contains { $0 >= 0x80 }
    writer.writeInteger(UInt16((hasDescriptor ? 0x8 : 0) | (isUnicode ? 0x800 : 0)))
    writer.writeInteger(method.rawValue)
    writer.writeInteger(timestamp.time)
    writer.writeInteger(timestamp.date)
    writer.writeInteger(crc32)
    for value in [compressedSize, size] {
      writer.writeInteger(large ? UInt32.max : UInt32(truncatingIfNeeded: value))
    }
  }

  /// An extra field that takes up room until data after it stands at a multiple of `alignment`: PyTorch's field `FB`.
  private func padding(after position: Int, to alignment: Int) -> [UInt8] {
    guard alignment > 1, alignment <= 1 << 15, !position.isMultiple(of: alignment) else { return [] }
    var missing = alignment - position % alignment
    // The field itself has four bytes.
    while missing < 4 { missing += alignment }
    var writer = ByteWriter()
    writer.write("FB")
    writer.writeInteger(UInt16(missing - 4))
    writer.write(contentsOf: repeatElement(UInt8(ascii: "Z"), count: missing - 4))
    return writer.finish()
  }

  /// The end of an archive: sections 4.3.14 to 4.3.16.
  static func end(count: Int, from start: Int, to end: Int) -> [UInt8] {
    var writer = ByteWriter()
    let size = end - start
    if count >= 0xFFFF || max(start, size) >= 0xFFFF_FFFF {
      writer.writeInteger(UInt32(0x0606_4B50))
      writer.writeInteger(UInt64(44))
      for value: UInt16 in [3 << 8 | 45, 45] { writer.writeInteger(value) }
      for value: UInt32 in [0, 0] { writer.writeInteger(value) }
      for value in [count, count, size, start] { writer.writeInteger(UInt64(value)) }
      writer.writeInteger(UInt32(0x0706_4B50))
      writer.writeInteger(UInt32(0))
      writer.writeInteger(UInt64(end))
      writer.writeInteger(UInt32(1))
    }
    writer.writeInteger(UInt32(0x0605_4B50))
    for value: UInt16 in [0, 0] { writer.writeInteger(value) }
    for value in [count, count] { writer.writeInteger(UInt16(min(value, 0xFFFF))) }
    for value in [size, start] { writer.writeInteger(UInt32(min(value, 0xFFFF_FFFF))) }
    writer.writeInteger(UInt16(0))
    return writer.finish()
  }
}
