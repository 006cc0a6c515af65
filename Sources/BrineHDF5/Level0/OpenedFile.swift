import BrineCore

/// What has to be read of a file before its root group: the superblock and its extension.
struct OpenedFile {
  let superblock: Superblock
  let storage: FileStorage
  private(set) var fileSpace: FileSpaceInfo?
  /// What is wrong with the extension.
  private(set) var problem: HDF5Error?

  init(_ source: MemorySource, _ options: HDF5File.Options) throws(HDF5Error) {
    superblock = try Superblock(source: source)
    try Self.checkEnd(superblock, source, options)
    let storage = Self.storage(source, superblock, superblock.bTreeK, options)
    if let address = superblock.driverInfoAddress {
      do throws(HDF5Error) {
        let block = try DriverInfo(block: storage.reader(at: address, "driver information block"))
        try Self.check(block)
      } catch {
        if error.code == .unavailable { throw error }
        problem = error
      }
    }
    guard let address = superblock.extensionAddress else {
      self.storage = storage
      return
    }
    do throws(HDF5Error) {
      let found = try SuperblockExtension(address: address, in: storage)
      problem = found.problem
      fileSpace = found.fileSpace
      if let driver = found.driver { try Self.check(driver) }
      var current = source
      if let message = found.cacheImage, let image = try CacheImage.apply(message, in: storage) {
        current = image
      }
      self.storage = Self.storage(current, superblock, found.bTreeK ?? superblock.bTreeK, options)
      self.storage.sharedMessages.configure(found.sharedMessages, problem: problem)
    } catch {
      // The rest of the file can be read without the extension.
      if error.code == .unavailable { throw error }
      problem = error
      self.storage = storage
      storage.sharedMessages.configure(nil, problem: error)
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
    guard superblock.endOfFile > source.count, !options.allowsTruncation, !superblock.isOpenForSWMR else {
      return
    }
    throw HDF5Error(
      .truncated, "the file has \(source.count) bytes, but ought to have \(superblock.endOfFile)",
      structure: "superblock", offset: superblock.offset)
  }

  /// Parts of a file that drivers put together are not files of their own.
  private static func check(_ driver: DriverInfo) throws(HDF5Error) {
    guard driver.identifier == "NCSAfami" || driver.identifier == "NCSAmult" else { return }
    throw HDF5Error(
      .unavailable, "it is one part of a file that driver \(driver.identifier) wrote in several parts",
      structure: "driver information block")
  }
}
