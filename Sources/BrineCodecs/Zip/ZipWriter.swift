public import BrineCore

/// Writes a zip archive from front to back: nothing is gone back to, so that it can go to a pipe.
///
/// ```swift
/// let zip = try ZipWriter(path: "arrays.npz")
/// try zip.add("a.npy", bytes)
/// try zip.begin("b.npy", method: .deflated)
/// try zip.write(header)
/// try zip.write(values)
/// try zip.end()
/// try zip.finish()
/// ```
/// Without `finish` there is no file. The same input gives the same bytes. Source: PKWARE's APPNOTE.TXT 6.3.10.
public final class ZipWriter {
  /// What holds for all entries.
  public struct Options: Sendable {
    /// When the entries are said to have been changed: 1980-01-01, as NumPy does.
    public var timestamp = ZipTimestamp.epoch
    /// What the offset of stored data is a multiple of, by padding in front of it; 1 is no padding, 64 is PyTorch's.
    public var alignment = 1

    /// NumPy's.
    public init() {}
  }

  /// How many bytes were written so far.
  public private(set) var count = 0

  private let options: Options
  private let sink: (UnsafeRawBufferPointer) throws -> Void
  private let commit: () throws -> Void
  private var directory: [ZipHeader] = []
  private var names: Set<String> = []
  private var open: OpenZipEntry?
  private var isFinished = false

  /// An archive whose bytes go to `sink`, in pieces that are valid during the call only.
  public convenience init(
    options: Options = .init(), sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    self.init(options: options, sink: sink, commit: {})
  }

  /// An archive that is to be at `path`, where it appears when it is finished.
  ///
  /// - Throws: `FileWriteError`.
  public convenience init(path: String, options: Options = .init()) throws(FileWriteError) {
    let file = try AtomicFile(path: path)
    self.init(options: options, sink: { try file.write($0) }, commit: { try file.commit() })
  }

  private init(
    options: Options, sink: @escaping (UnsafeRawBufferPointer) throws -> Void,
    commit: @escaping () throws -> Void
  ) {
    (self.options, self.sink, self.commit) = (options, sink, commit)
  }

  /// Writes an entry whose data is all in memory.
  ///
  /// - Parameters:
  ///   - method: stored or deflated.
  ///   - level: of deflate, 0 to 9; 6 where none is given.
  /// - Throws: `ZipError.Code.notWritable`, `CodecError` for a bad level, or what the sink throws.
  public func add(
    _ name: String, _ bytes: RawSpan, method: ZipMethod = .stored, level: Int? = nil
  ) throws {
    // What is very large is not gathered; sizes and checksum then come after it.
    guard method == .stored || bytes.byteCount <= 256 << 20 else {
      try begin(name, method: method, level: level, size: bytes.byteCount)
      try write(bytes)
      return try end()
    }
    var header = try newHeader(name, method)
    (header.size, header.crc32) = (bytes.byteCount, CRC32.of(bytes))
    guard method == .deflated else {
      header.compressedSize = header.size
      return try attempt {
        try put(header.local(alignment: options.alignment))
        try bytes.withUnsafeBytes { try put($0) }
        close(header)
      }
    }
    let compressed = try DeflateCodec.deflate.compress(bytes, level: level)
    header.compressedSize = compressed.count
    try attempt {
      try put(header.local(alignment: 1))
      try put(compressed)
      close(header)
    }
  }

  /// Begins an entry, which ``write(_:)-(RawSpan)`` then adds to.
  ///
  /// - Parameters:
  ///   - method: stored or deflated.
  ///   - level: of deflate, 0 to 9; 6 where none is given.
  ///   - size: how large the data will be, if that is known; it saves some bytes when it is less than 4 GB.
  /// - Throws: as ``add(_:_:method:level:)``.
  public func begin(
    _ name: String, method: ZipMethod = .stored, level: Int? = nil, size: Int? = nil
  ) throws {
    var header = try newHeader(name, method)
    header.hasDescriptor = true
    // Deflated data may be a little larger than it was.
    header.isLarge = (size ?? .max) > 0xF000_0000
    let compressor =
      try method == .deflated
      ? DeflateCodec.deflate.compressor(level: level) { [unowned self] in try put($0) } : nil
    try attempt {
      try put(header.local(alignment: method == .stored ? options.alignment : 1))
      names.insert(name)
      open = OpenZipEntry(header: header, expectedSize: size, compressor: compressor)
    }
  }

  /// Adds bytes to the entry that was begun.
  ///
  /// - Throws: `ZipError.Code.notWritable` when none was, or what the sink throws.
  public func write(_ bytes: RawSpan) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Adds bytes to the entry that was begun.
  ///
  /// - Throws: as the other `write`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard open != nil, !isFinished else { throw ZipError(.notWritable, "no entry was begun") }
    try attempt {
      open?.checksum.add(bytes)
      open?.size += bytes.count
      if let compressor = open?.compressor {
        try compressor.write(bytes)
      } else {
        try put(bytes)
      }
    }
  }

  /// Ends the entry that was begun.
  ///
  /// - Throws: `ZipError.Code.notWritable` when none was or its size is not what was said, or what the sink throws.
  public func end() throws {
    guard let entry = open, !isFinished else { throw ZipError(.notWritable, "no entry was begun") }
    try attempt {
      try entry.compressor?.finish()
      let header = try entry.finished()
      try put(header.descriptor)
      close(header)
      open = nil
    }
  }

  /// Writes the directory, and gives a file its name.
  ///
  /// - Throws: `ZipError.Code.notWritable` when an entry was not ended, or what the sink throws.
  public func finish() throws {
    try checkReady()
    try attempt {
      let start = count
      for header in directory { try put(header.central) }
      try put(ZipHeader.end(count: directory.count, from: start, to: count))
      try commit()
    }
    isFinished = true
  }

  private func close(_ header: ZipHeader) {
    directory.append(header)
    names.insert(header.name)
  }

  private func checkReady() throws(ZipError) {
    guard !isFinished else {
      throw ZipError(.notWritable, "the archive is finished, or could not be written before")
    }
    if let open { throw ZipError(.notWritable, "the entry was not ended", entry: open.header.name) }
  }

  private func newHeader(_ name: String, _ method: ZipMethod) throws(ZipError) -> ZipHeader {
    try checkReady()
    guard method == .stored || method == .deflated else {
      throw ZipError(.notWritable, "entries are written stored or deflated, not \(method)", entry: name)
    }
    guard !name.isEmpty, name.utf8.count <= 0xFFFF else {
      throw ZipError(.notWritable, "a name has 1 to 65535 bytes, not \(name.utf8.count)")
    }
    guard !names.contains(name) else {
      throw ZipError(.notWritable, "there is an entry of that name already", entry: name)
    }
    return ZipHeader(name: name, method: method, offset: count, timestamp: options.timestamp)
  }

  /// After an error what was written can't be gone on with.
  private func attempt(_ body: () throws -> Void) throws {
    isFinished = true
    try body()
    isFinished = false
  }

  private func put(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try put($0) }
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    try sink(bytes)
    count += bytes.count
  }
}

/// The entry that is being written.
private struct OpenZipEntry {
  var header: ZipHeader
  var expectedSize: Int?
  var compressor: Compressor?
  var size = 0
  var checksum = CRC32()

  func finished() throws(ZipError) -> ZipHeader {
    var header = header
    header.size = size
    header.compressedSize = compressor?.compressedCount ?? size
    header.crc32 = checksum.value
    if let expectedSize, expectedSize != size {
      throw ZipError(
        .notWritable, "\(size) bytes were written, though \(expectedSize) were said to come",
        entry: header.name)
    }
    return header
  }
}
