import BrineCore

/// The header before an entry's data: APPNOTE.TXT, section 4.3.7.
enum ZipLocalHeader {
  /// Where the data of `entry` begins, once its header was found to say the same as the directory.
  static func dataStart(of entry: ZipEntry, in source: MemorySource) throws(ZipError) -> Int {
    let start = entry.headerOffset
    let header = ZipRecord(source, at: start)
    let (nameLength, extraLength) = (Int(header.u16(26)), Int(header.u16(28)))
    guard header.u32(0) == 0x0403_4B50, let nameStart = start.adding(30),
      let dataStart = nameStart.adding(nameLength + extraLength), dataStart <= source.count
    else {
      throw ZipError(.damaged, "there is no entry where the directory says", offset: start, entry: entry.name)
    }
    let name = (try? source.read(nameStart..<nameStart + nameLength)) ?? []
    guard name == entry.rawName else { throw differs(entry, "name") }
    guard header.u16(8) == entry.method.rawValue else { throw differs(entry, "method") }
    guard header.u16(6) & 0x1 == entry.flags & 0x1 else { throw differs(entry, "encryption") }
    var sizes = ZipSizes(
      size: UInt64(header.u32(22)), compressedSize: UInt64(header.u32(18)), offset: 0)
    try sizes.extend(by: nameStart + nameLength..<dataStart, in: source, entry: entry.name)
    // With a data descriptor all three may be 0 here; some writers fill them in all the same.
    let isLater = header.u16(6) & 0x8 != 0
    func agrees(_ found: UInt64, _ expected: Int) -> Bool { found == expected || isLater && found == 0 }
    guard agrees(sizes.size, entry.size) else { throw differs(entry, "size") }
    guard agrees(sizes.compressedSize, entry.compressedSize) else { throw differs(entry, "compressed size") }
    guard agrees(UInt64(header.u32(14)), Int(entry.crc32)) else { throw differs(entry, "checksum") }
    return dataStart
  }

  private static func differs(_ entry: ZipEntry, _ what: String) -> ZipError {
    ZipError(
      .headersDiffer, "the header before the data gives another \(what) than the directory",
      offset: entry.headerOffset, entry: entry.name)
  }
}

/// The places of entries in the file.
enum ZipLayout {
  /// Finds where each entry must have ended, and that none is longer.
  static func setEnds(of entries: inout [ZipEntry], directory: Int) throws(ZipError) {
    let order = entries.indices.sorted { entries[$0].headerOffset < entries[$1].headerOffset }
    var next = directory
    for index in order.reversed() {
      let entry = entries[index]
      // The header, its name and the data at least; the header's extra field is known when it is read.
      let least = entry.headerOffset.adding(30 + entry.rawName.count)?.adding(entry.compressedSize)
      guard let least, least <= next else {
        throw ZipError(
          .overlap, "the entry reaches into what follows it", offset: entry.headerOffset, entry: entry.name)
      }
      entries[index].end = next
      next = entry.headerOffset
    }
  }
}
