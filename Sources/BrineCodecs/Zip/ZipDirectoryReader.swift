import BrineCore

/// Goes through the central directory: APPNOTE.TXT, section 4.3.12.
struct ZipDirectoryReader {
  private let source: MemorySource
  private let end: ZipEnd
  private let isLenient: Bool
  private var position: Int

  /// - Parameter isLenient: Whether there may be more or fewer entries than the end record says.
  init(source: MemorySource, end: ZipEnd, isLenient: Bool) {
    (self.source, self.end, self.isLenient) = (source, end, isLenient)
    position = end.directoryStart
  }

  mutating func entries() throws(ZipError) -> [ZipEntry] {
    var entries: [ZipEntry] = []
    entries.reserveCapacity(min(end.count, 1 << 16))
    while position < end.directoryEnd { entries.append(try next()) }
    guard isLenient || entries.count == end.count else {
      throw ZipError(
        .damaged, "the directory has \(entries.count) entries, the end record says \(end.count)",
        offset: end.directoryStart)
    }
    return entries
  }

  private mutating func next() throws(ZipError) -> ZipEntry {
    let record = ZipRecord(source, at: position)
    let lengths = [record.u16(28), record.u16(30), record.u16(32)].map(Int.init)
    let next = position + 46 + lengths.reduce(0, +)
    guard record.u32(0) == 0x0201_4B50, next <= end.directoryEnd else {
      throw ZipError(.damaged, "this is no entry of the directory", offset: position)
    }
    let nameEnd = position + 46 + lengths[0]
    let rawName = (try? source.read(position + 46..<nameEnd)) ?? []
    let name = try text(rawName, flags: record.u16(8))
    var sizes = ZipSizes(
      size: UInt64(record.u32(24)), compressedSize: UInt64(record.u32(20)), offset: UInt64(record.u32(42)))
    try sizes.extend(by: nameEnd..<nameEnd + lengths[1], in: source, entry: name)
    guard let size = Int(exactly: sizes.size), let compressedSize = Int(exactly: sizes.compressedSize),
      let offset = Int(exactly: sizes.offset), let headerOffset = offset.adding(end.shift),
      headerOffset >= 0, headerOffset <= end.directoryStart
    else {
      throw ZipError(.damaged, "the entry is said to be outside the file", offset: position, entry: name)
    }
    position = next
    return ZipEntry(
      name: name, rawName: rawName, method: ZipMethod(rawValue: record.u16(10)),
      compressedSize: compressedSize, size: size, crc32: record.u32(16), headerOffset: headerOffset,
      flags: record.u16(8), timestamp: ZipTimestamp(date: record.u16(14), time: record.u16(12)))
  }

  private func text(_ name: [UInt8], flags: UInt16) throws(ZipError) -> String {
    // Bit 11: the name is UTF-8.
    guard flags & 0x800 != 0 else { return CodePage437.text(name) }
    guard let text = String(validating: name, as: UTF8.self) else {
      throw ZipError(.damaged, "the name of the entry is said to be UTF-8, but is not", offset: position)
    }
    return text
  }
}

/// The numbers of an entry that the extra field of zip64 may hold.
struct ZipSizes {
  var size: UInt64
  var compressedSize: UInt64
  var offset: UInt64

  /// Takes what is all ones from the extra field of zip64: section 4.5.3.
  mutating func extend(
    by range: Range<Int>, in source: MemorySource, entry: String
  ) throws(ZipError) {
    var position = range.lowerBound
    while range.upperBound - position >= 4 {
      let field = ZipRecord(source, at: position)
      let (id, length) = (field.u16(0), Int(field.u16(2)))
      let end = position + 4 + length
      guard end <= range.upperBound else {
        throw ZipError(.damaged, "an extra field is cut off", offset: position, entry: entry)
      }
      if id == 1 { return try take(field, length: length, at: position, entry: entry) }
      position = end
    }
  }

  private mutating func take(
    _ field: ZipRecord, length: Int, at position: Int, entry: String
  ) throws(ZipError) {
    var offset = 4
    let none = UInt64(UInt32.max)
    for member in [\ZipSizes.size, \.compressedSize, \.offset] where self[keyPath: member] == none {
      guard offset + 8 <= 4 + length else {
        throw ZipError(.damaged, "the extra field of zip64 is too short", offset: position, entry: entry)
      }
      self[keyPath: member] = field.u64(offset)
      offset += 8
    }
  }
}
