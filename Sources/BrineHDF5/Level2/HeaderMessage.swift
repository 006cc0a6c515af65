import BrineCore

/// One message of an object header: what it says, and where it is.
///
/// It is small, since an object may have ten thousand of them; its fields are read when they are asked for.
struct HeaderMessage: Sendable {
  /// Where its data begins in the file.
  let offset: Int
  /// How many bytes of data there are.
  let size: UInt16
  /// The number of its type, also of one that the specification does not know.
  let rawType: UInt16
  /// What it says.
  let type: MessageType
  /// Whether it is constant, shared and so on.
  let flags: UInt8
  private let order: Int32

  /// Its place among the attributes or links of its object, where that is tracked.
  var creationOrder: Int? { order < 0 ? nil : Int(order) }
  /// Whether the data only says where the message is.
  var isShared: Bool { flags & 0x02 != 0 }

  init(offset: Int, size: UInt16, rawType: UInt16, flags: UInt8, creationOrder: UInt16?) {
    self.offset = offset
    self.size = size
    self.rawType = rawType
    type = UInt8(exactly: rawType).flatMap(MessageType.init(rawValue:)) ?? .unknown
    self.flags = flags
    order = creationOrder.map(Int32.init) ?? -1
  }

  /// A reader of the message's data, which may be in another object's header or in a heap.
  func reader(in storage: FileStorage) throws(HDF5Error) -> MetadataReader {
    let own = storage.reader(range: offset..<offset + Int(size), structure)
    guard isShared else { return own }
    return try SharedMessage(reader: own).reader(type, in: storage)
  }

  /// The address of the object that has the message, where that is another one: a committed datatype.
  func ownerAddress(in storage: FileStorage) throws(HDF5Error) -> Int? {
    guard isShared else { return nil }
    let own = storage.reader(range: offset..<offset + Int(size), structure)
    guard case .header(let address) = try SharedMessage(reader: own) else { return nil }
    return address
  }

  /// The name of this message as the specification has it.
  var structure: StaticString { Self.structure(of: type) }

  /// The name of a message as the specification has it.
  static func structure(of type: MessageType) -> StaticString {
    switch type {
    case .null: "NIL message"
    case .dataspace: "dataspace message"
    case .linkInfo: "link info message"
    case .datatype: "datatype message"
    case .oldFillValue: "old fill value message"
    case .fillValue: "fill value message"
    case .link: "link message"
    case .externalFiles: "external data files message"
    case .dataLayout: "data layout message"
    case .bogus: "bogus message"
    case .groupInfo: "group info message"
    case .filterPipeline: "filter pipeline message"
    case .attribute: "attribute message"
    case .comment: "object comment message"
    case .oldModificationTime, .modificationTime: "object modification time message"
    case .sharedMessageTable: "shared message table message"
    case .continuation: "object header continuation message"
    case .symbolTable: "symbol table message"
    case .bTreeK: "B-tree 'K' values message"
    case .driverInfo: "driver info message"
    case .attributeInfo: "attribute info message"
    case .referenceCount: "object reference count message"
    case .fileSpaceInfo: "file space info message"
    case .metadataCacheImage: "metadata cache image message"
    case .unknown: "unknown message"
    }
  }
}
