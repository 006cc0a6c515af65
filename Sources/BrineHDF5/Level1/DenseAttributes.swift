import BrineCore

/// The attributes of an object that are objects of a fractal heap, with a B-tree of their names' hashes.
///
/// Source: HDF5 File Format Specification 3.0, section III.A.2, records of types 8 and 9.
struct DenseAttributes: Sendable {
  private let heap: FractalHeap
  private let names: BTree2
  private let orderIndexAddress: Int?

  /// How many there are.
  var count: Int { names.count }

  init(_ info: DenseStorage, heapAddress: Int, in storage: FileStorage) throws(HDF5Error) {
    heap = try FractalHeap(address: heapAddress, in: storage)
    guard let address = info.nameIndexAddress else {
      throw HDF5Error(
        .badStructure, "attributes in a heap without an index", structure: "attribute info message")
    }
    names = try BTree2(address: address, in: storage)
    orderIndexAddress = info.orderIndexAddress
    try Self.check(names, type: 8, size: 17, in: storage)
  }

  private static func check(
    _ tree: BTree2, type: UInt8, size: Int, in storage: FileStorage
  ) throws(HDF5Error) {
    guard tree.type == type, tree.recordSize >= size else {
      throw HDF5Error(
        .badStructure, "records of type \(tree.type), \(tree.recordSize) bytes, instead of type \(type)",
        structure: "v2 B-tree header", offset: tree.address.adding(storage.base))
    }
  }

  /// The attribute of a record of either type: an identifier, flags, the creation order.
  fileprivate static func attribute(
    _ record: MetadataReader, _ heap: FractalHeap, in storage: FileStorage
  ) throws(HDF5Error) -> AttributeMessage {
    var record = record
    let id = try record.take(8)
    let isShared = try record.uint8() & 0x02 != 0
    let order = Int(try record.uint32())
    let reader =
      isShared
      ? try storage.sharedMessages.reader(.attribute, id: id, in: storage)
      : try heap.reader(id: id, "attribute message", in: storage)
    return try AttributeMessage(reader: reader, creationOrder: order)
  }

  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> AttributeMessage? {
    let key = NameKey(name: name, hash: name.hash, heap: heap, storage: storage)
    guard let record = try names.find(key, in: storage) else { return nil }
    return try Self.attribute(names.reader(record: record, in: storage), heap, in: storage)
  }

  func list(in storage: FileStorage) -> (attributes: [AttributeMessage], problems: [HDF5Error]) {
    let listing = list(names, in: storage)
    guard !listing.problems.isEmpty, let orderIndexAddress else { return listing }
    // The other index may have what this one has lost.
    do throws(HDF5Error) {
      let order = try BTree2(address: orderIndexAddress, in: storage)
      try Self.check(order, type: 9, size: 13, in: storage)
      let other = list(order, in: storage)
      guard other.attributes.count > listing.attributes.count else { return listing }
      return (other.attributes, listing.problems + other.problems)
    } catch {
      return listing
    }
  }

  private func list(
    _ tree: BTree2, in storage: FileStorage
  ) -> (attributes: [AttributeMessage], problems: [HDF5Error]) {
    var (attributes, problems): ([AttributeMessage], [HDF5Error]) = ([], [])
    var cursor = BTree2Cursor(tree, in: storage)
    while let record = cursor.next() {
      do throws(HDF5Error) {
        attributes.append(try Self.attribute(tree.reader(record: record, in: storage), heap, in: storage))
      } catch {
        problems.append(error)
      }
    }
    return (attributes, cursor.problems + problems)
  }

  /// Records are in the order of their hashes; names of one hash are in the order of their bytes.
  private struct NameKey: BTree2Key {
    let name: LookupName
    let hash: UInt32
    let heap: FractalHeap
    let storage: FileStorage

    func compare(_ record: MetadataReader) throws(HDF5Error) -> Int {
      var fields = record
      try fields.skip(13)
      let other = try fields.uint32()
      guard other == hash else { return hash < other ? -1 : 1 }
      let attribute = try DenseAttributes.attribute(record, heap, in: storage)
      return -name.withBytes { attribute.name.compare($0) }
    }
  }
}
