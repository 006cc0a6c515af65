import BrineCore

/// What a superblock of version 2 or 3 says in an object header of its own.
///
/// Source: HDF5 File Format Specification 3.0, section II.C, "Superblock Extension".
struct SuperblockExtension: Sendable {
  /// The sizes of nodes, if they are not the usual ones.
  private(set) var bTreeK: BTreeK?
  /// The driver that wrote the file.
  private(set) var driver: DriverInfo?
  /// How free space was found.
  private(set) var fileSpace: FileSpaceInfo?
  /// Where shared messages are.
  private(set) var sharedMessages: SharedMessageTableMessage?
  /// Where an image of the writer's cache is.
  private(set) var cacheImage: MetadataCacheImageMessage?
  /// What is wrong with one of the messages, which does not hide the others.
  private(set) var problem: HDF5Error?

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    let header = try ObjectHeader(address: address, in: storage)
    for message in header.messages {
      do throws(HDF5Error) {
        try read(message, in: storage)
      } catch {
        problem = problem ?? error
      }
    }
  }

  private mutating func read(_ message: HeaderMessage, in storage: FileStorage) throws(HDF5Error) {
    let reader = try message.reader(in: storage)
    switch message.type {
    case .bTreeK: bTreeK = try BTreeK(reader: reader)
    case .driverInfo: driver = try DriverInfo(message: reader)
    // Older software changed the file without understanding this message, which then says nothing any more.
    case .fileSpaceInfo where message.flags & 0x20 == 0: fileSpace = try FileSpaceInfo(reader: reader)
    case .sharedMessageTable: sharedMessages = try SharedMessageTableMessage(reader: reader)
    case .metadataCacheImage: cacheImage = try MetadataCacheImageMessage(reader: reader)
    default: break
    }
  }
}
