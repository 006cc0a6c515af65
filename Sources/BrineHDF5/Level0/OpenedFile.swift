import BrineCore

/// What has to be read of a file before its root group: the superblock and its extension.
struct OpenedFile {
  let superblock: Superblock
  let storage: FileStorage
  private(set) var fileSpace: FileSpaceInfo?
  /// What is wrong with the extension.
  private(set) var problem: HDF5Error?

  init(_ first: MemorySource, path: String?, _ options: HDF5File.Options) throws(HDF5Error) {
    superblock = try Superblock(source: first)
    var storage = Self.storage(first, superblock, superblock.bTreeK, options)
    var found: SuperblockExtension?
    var driver: DriverInfo?
    // The rest of the file can be read without what these say.
    do throws(HDF5Error) {
      driver = try Self.driver(superblock, &found, in: storage)
      problem = found?.problem
    } catch { problem = error }
    if let source = try Self.joined(first, driver, superblock, path: path, options) {
      storage = Self.storage(source, superblock, superblock.bTreeK, options)
    }
    try Self.checkEnd(superblock, storage.source, options)
    fileSpace = found?.fileSpace
    var current = storage.source
    do throws(HDF5Error) {
      if let message = found?.cacheImage, let image = try CacheImage.apply(message, in: storage) {
        current = image
      }
    } catch { problem = error }
    self.storage = Self.storage(current, superblock, found?.bTreeK ?? superblock.bTreeK, options)
    self.storage.sharedMessages.configure(found?.sharedMessages, problem: problem)
  }

  /// The driver that wrote the file in parts, if any; the superblock extension is read on the way.
  private static func driver(
    _ superblock: Superblock, _ found: inout SuperblockExtension?, in storage: FileStorage
  ) throws(HDF5Error) -> DriverInfo? {
    if let address = superblock.driverInfoAddress {
      return try DriverInfo(block: storage.reader(at: address, "driver information block"))
    }
    guard let address = superblock.extensionAddress else { return nil }
    let read = try SuperblockExtension(address: address, in: storage)
    found = read
    return read.driver
  }

  /// All bytes of a file in parts; `nil` for one that is whole.
  private static func joined(
    _ first: MemorySource, _ driver: DriverInfo?, _ superblock: Superblock, path: String?,
    _ options: HDF5File.Options
  ) throws(HDF5Error) -> MemorySource? {
    switch driver?.identifier {
    case "NCSAfami":
      return try FileFamily.joined(first, driver?.data ?? [], superblock, path: path, options.external)
    case "NCSAmult":
      throw HDF5Error(
        .unavailable, "it is one part of a file that driver NCSAmult wrote in several parts",
        structure: "driver information block")
    case nil where superblock.endOfFile > first.count:
      // HDF5 1.6 and older did not say so.
      return try? FileFamily.joined(first, nil, superblock, path: path, options.external)
    default: return nil
    }
  }

  private static func storage(
    _ source: MemorySource, _ superblock: Superblock, _ bTreeK: BTreeK, _ options: HDF5File.Options
  ) -> FileStorage {
    FileStorage(
      source: source, base: superblock.offset, offsetSize: superblock.offsetSize,
      lengthSize: superblock.lengthSize, limits: options.limits, bTreeK: bTreeK, reading: options.reading)
  }

  /// A file that is shorter than its superblock says has lost something. While it is written this may be so.
  private static func checkEnd(
    _ superblock: Superblock, _ source: MemorySource, _ options: HDF5File.Options
  ) throws(HDF5Error) {
    if !options.allowsTruncation, let problem = truncation(superblock, source) { throw problem }
  }

  /// What a file is that is shorter than its superblock says; `nil` for others.
  static func truncation(_ superblock: Superblock, _ source: MemorySource) -> HDF5Error? {
    guard superblock.endOfFile > source.count, !superblock.isOpenForSWMR else { return nil }
    return HDF5Error(
      .truncated, "the file has \(source.count) bytes, but ought to have \(superblock.endOfFile)",
      structure: "superblock", offset: superblock.offset)
  }
}
