import BrineCore

/// The end of the central directory: APPNOTE.TXT, sections 4.3.14 to 4.3.16.
struct ZipEnd {
  /// How many entries the directory is said to have.
  let count: Int
  /// Where the directory is in the file.
  let directoryStart: Int
  let directoryEnd: Int
  /// What is to be added to the offsets in the archive: how many bytes stand before it.
  let shift: Int
  let comment: [UInt8]

  private static let endSignature: UInt32 = 0x0605_4B50
  private static let locatorSignature: UInt32 = 0x0706_4B50
  private static let end64Signature: UInt32 = 0x0606_4B50

  /// Whether the record and its comment reach to the end of the data.
  let isAtEnd: Bool
  /// In what programs differ about the end; only those that are lenient are told.
  private(set) var differences: [String] = []

  /// - Parameter isLenient: Whether to go on as Python does where the records contradict themselves, and to note it.
  init(_ source: MemorySource, isLenient: Bool = false) throws(ZipError) {
    let found = Self.find(source)
    guard let position = isLenient ? found.whole ?? found.last : found.whole else {
      throw ZipError(.notAnArchive, "there is no end record of a zip archive in the last 64 KiB")
    }
    var notes: [String] = []
    if position != found.last { notes.append("the archive has two ends") }
    let record = ZipRecord(source, at: position)
    comment = (try? source.read(position + 22..<min(position + 22 + Int(record.u16(20)), source.count))) ?? []
    isAtEnd = position + 22 + Int(record.u16(20)) >= source.count
    var fields = ZipEndFields(
      disk: Int(record.u16(4)), directoryDisk: Int(record.u16(6)), countHere: UInt64(record.u16(8)),
      count: UInt64(record.u16(10)), size: UInt64(record.u32(12)), offset: UInt64(record.u32(16)),
      position: position)
    // The older record says what has no room in it by all ones; writers may give both in full.
    if let large = try Self.zip64(source, before: position, isLenient, &notes) {
      if !large.agrees(with: fields) { notes.append("the archive's two end records contradict each other") }
      fields = large
    }
    if fields.disk != 0 || fields.directoryDisk != 0 || fields.countHere != fields.count {
      guard isLenient else {
        throw ZipError(.split, "the archive is split over several files", offset: position)
      }
      notes.append("the archive is said to be split over several files")
    }
    guard let size = Int(exactly: fields.size), let offset = Int(exactly: fields.offset),
      let start = fields.position.subtracting(size), start >= (isLenient ? 0 : offset)
    else { throw ZipError(.damaged, "the directory is said to be outside the file", offset: position) }
    // The directory ends where the end record begins, so that what stands before the archive can be told.
    (directoryStart, directoryEnd, shift) = (start, fields.position, start - offset)
    // An entry takes 46 bytes in the directory and 30 before its data.
    let count = Int(clamping: fields.count)
    guard isLenient || count <= size / 46 && count <= source.count / 76 else {
      throw ZipError(
        .tooManyEntries, "\(fields.count) entries are said to be in a directory of \(size) bytes",
        offset: position)
    }
    self.count = count
    if shift != 0, shift < 0 || ZipArchive.recognises(source.bytes) {
      notes.append("the directory is not where the archive says")
    }
    if let locator = fields.locator, locator != fields.position, locator != fields.position - shift {
      notes.append("the end record of zip64 is not where the archive says")
    }
    differences = notes
  }

  /// The end record: the one whose comment reaches to the end of the file, or else the last one whose comment is all
  /// there. A comment may itself hold what looks like a record: many programs take the last of all.
  private static func find(_ source: MemorySource) -> (whole: Int?, last: Int?) {
    var (last, complete) = (Int?.none, Int?.none)
    for position in stride(from: source.count - 22, through: max(0, source.count - 22 - 0xFFFF), by: -1) {
      let record = ZipRecord(source, at: position)
      guard record.u32(0) == endSignature else { continue }
      last = last ?? position
      let end = position + 22 + Int(record.u16(20))
      if end == source.count { return (position, last) }
      if end < source.count { complete = complete ?? position }
    }
    return (complete, last)
  }

  /// The record of zip64, where a locator stands before the end record.
  private static func zip64(
    _ source: MemorySource, before end: Int, _ isLenient: Bool, _ notes: inout [String]
  ) throws(ZipError) -> ZipEndFields? {
    let locator = ZipRecord(source, at: end - 20)
    guard end >= 20, locator.u32(0) == locatorSignature else { return nil }
    if locator.u32(4) != 0 || locator.u32(16) > 1 {
      notes.append("the archive is said to be split over several files")
    }
    // Like Python: the record stands right before its locator, whatever stands before the archive.
    let position = end - 20 - 56
    let record = ZipRecord(source, at: position)
    guard position >= 0, record.u32(0) == end64Signature else {
      guard isLenient else {
        throw ZipError(.damaged, "the end record of zip64 is missing", offset: end - 20)
      }
      notes.append("the end record of zip64 is missing")
      return nil
    }
    var fields = ZipEndFields(
      disk: Int(record.u32(16)), directoryDisk: Int(record.u32(20)), countHere: record.u64(24),
      count: record.u64(32), size: record.u64(40), offset: record.u64(48), position: position)
    fields.locator = Int(clamping: locator.u64(8))
    return fields
  }
}

/// What both forms of the end record say.
private struct ZipEndFields {
  var disk: Int
  var directoryDisk: Int
  var countHere: UInt64
  var count: UInt64
  var size: UInt64
  var offset: UInt64
  /// Where the record is, which is where the directory ends.
  var position: Int
  /// Where the record is said to be, for that of zip64.
  var locator: Int?

  /// Whether the older record says the same, or has all ones where it has no room.
  func agrees(with old: ZipEndFields) -> Bool {
    func agrees(_ old: UInt64, _ new: UInt64, _ none: UInt64) -> Bool { old == new || old == none }
    return agrees(old.count, count, 0xFFFF) && agrees(old.countHere, countHere, 0xFFFF)
      && agrees(old.size, size, 0xFFFF_FFFF) && agrees(old.offset, offset, 0xFFFF_FFFF)
  }
}

/// Numbers at fixed places in a record; 0 where the file has no bytes.
struct ZipRecord {
  private let source: MemorySource
  private let start: Int

  init(_ source: MemorySource, at start: Int) {
    self.source = source
    self.start = start
  }

  func u16(_ offset: Int) -> UInt16 { load(offset) }
  func u32(_ offset: Int) -> UInt32 { load(offset) }
  func u64(_ offset: Int) -> UInt64 { load(offset) }

  private func load<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> T {
    guard start >= 0, offset >= 0, let position = start.adding(offset),
      let end = position.adding(MemoryLayout<T>.size), end <= source.count
    else { return 0 }
    return T(littleEndian: source.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: T.self))
  }
}
