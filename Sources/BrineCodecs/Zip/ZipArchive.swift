public import BrineCore

/// A zip archive in memory or in a mapped file: its directory is read at once, its entries when they are asked for.
///
/// Data before the archive, as of programs that unpack themselves, comments, zip64 and data descriptors are understood.
/// Source: PKWARE's APPNOTE.TXT 6.3.10; where that leaves a choice, Python's `zipfile` is followed.
public struct ZipArchive: Sendable {
  /// The entries, in the order of the directory. Several may have the same name.
  public let entries: [ZipEntry]
  /// The comment of the archive.
  public let comment: [UInt8]
  /// How many bytes stand before the archive.
  public let prefixLength: Int
  /// The names that several entries have, in the order of their second entry.
  public let duplicateNames: [String]

  /// In what programs differ about the archive as a whole; only looked for where the reader is lenient.
  package let differences: [String]

  let source: MemorySource
  let limits: Limits
  private let index: [String: Int]

  /// Reads the directory of an archive, and checks that its entries have places of their own.
  ///
  /// - Throws: `ZipError`.
  public init(_ source: MemorySource, limits: Limits = .default) throws(ZipError) {
    try self.init(source, limits: limits, isLenient: false)
  }

  /// Reads the directory of an archive.
  ///
  /// - Parameter isLenient: Whether to read on where entries overlap and numbers contradict each other: for those who
  ///   look at what careless programs read.
  package init(_ source: MemorySource, limits: Limits, isLenient: Bool) throws(ZipError) {
    let end = try ZipEnd(source, isLenient: isLenient)
    var reader = ZipDirectoryReader(source: source, end: end, isLenient: isLenient)
    var entries = try reader.entries()
    let hasCount = entries.count == end.count
    differences =
      end.differences + (hasCount ? [] : ["the directory has \(entries.count) entries, not \(end.count)"])
    if !isLenient { try ZipLayout.setEnds(of: &entries, directory: end.directoryStart) }
    var (index, repeated) = ([String: Int](minimumCapacity: entries.count), [String]())
    var known = Set<String>()
    for (position, entry) in entries.enumerated() {
      if index.updateValue(position, forKey: entry.name) != nil, known.insert(entry.name).inserted {
        repeated.append(entry.name)
      }
    }
    (self.entries, self.index, duplicateNames) = (entries, index, repeated)
    (self.source, self.limits, comment, prefixLength) = (source, limits, end.comment, end.shift)
  }

  /// Whether data begins as an archive with nothing before it does. An empty archive begins with its end record.
  public static func recognises(_ prefix: RawSpan) -> Bool {
    prefix.agrees(with: [0x50, 0x4B, 0x03, 0x04], atLeast: 4)
      || prefix.agrees(with: [0x50, 0x4B, 0x05, 0x06], atLeast: 4)
  }

  /// Whether there is a directory where an end record says, if maybe a damaged one.
  package static func hasDirectory(_ source: MemorySource) -> Bool {
    guard let end = try? ZipEnd(source, isLenient: true) else { return false }
    return [end.directoryStart, end.directoryStart - end.shift].contains {
      ZipRecord(source, at: $0).u32(0) == 0x0201_4B50
    }
  }

  /// Whether the archive, its comment included, ends where the data does.
  package static func endsData(_ source: MemorySource) -> Bool {
    guard let end = try? ZipEnd(source, isLenient: true) else { return false }
    return end.isAtEnd
  }

  /// The last entry of this name, which is the one that Python takes.
  public subscript(name: String) -> ZipEntry? { index[name].map { entries[$0] } }

  /// The data of the entry of this name.
  ///
  /// - Throws: `ZipError.Code.notFound`, and as ``read(_:verifyingChecksum:)``.
  public func read(_ name: String, verifyingChecksum: Bool = true) throws(ZipError) -> MemorySource {
    guard let entry = self[name] else {
      throw ZipError(.notFound, "the archive has no entry of that name", entry: name)
    }
    return try read(entry, verifyingChecksum: verifyingChecksum)
  }

  /// The data of an entry. What is stored is not copied: the result shares the memory of the archive.
  ///
  /// - Parameter verifyingChecksum: `false` leaves the checksum to ``verify(_:_:)``, or to nobody.
  /// - Throws: `ZipError`.
  public func read(_ entry: ZipEntry, verifyingChecksum: Bool = true) throws(ZipError) -> MemorySource {
    let stored = try storedData(entry)
    let data = try unpack(stored.source, entry, at: stored.offset)
    if verifyingChecksum { try verify(data, entry) }
    return data
  }

  /// Checks data that was read from an entry against the entry's checksum.
  ///
  /// - Throws: `ZipError.Code.wrongChecksum`.
  public func verify(_ data: MemorySource, _ entry: ZipEntry) throws(ZipError) {
    let found = CRC32.of(data.bytes)
    guard found == entry.crc32 else {
      throw ZipError(
        .wrongChecksum, "the data's checksum is \(hex(found)), the archive says \(hex(entry.crc32))",
        offset: entry.headerOffset, entry: entry.name)
    }
  }

  /// The data of an entry as it is in the file, and where it begins there.
  ///
  /// - Throws: `ZipError`.
  public func storedData(_ entry: ZipEntry) throws(ZipError) -> (source: MemorySource, offset: Int) {
    guard !entry.isEncrypted else {
      throw ZipError(
        .encrypted, "the entry is encrypted", offset: entry.headerOffset, entry: entry.name)
    }
    let start = try ZipLocalHeader.dataStart(of: entry, in: source)
    let (end, overflow) = start.addingReportingOverflow(entry.compressedSize)
    guard !overflow, end <= entry.end, let part = try? source.slice(start..<end) else {
      throw ZipError(
        .overlap, "the entry's data reaches into what follows it", offset: start, entry: entry.name)
    }
    return (part, start)
  }

  private func hex(_ value: UInt32) -> String { "0x" + String(value, radix: 16) }
}
