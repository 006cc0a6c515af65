/// The links of a group that are objects of a fractal heap, with a B-tree of their names' hashes.
///
/// Source: HDF5 File Format Specification 3.0, section III.A.2, records of types 5 and 6.
struct DenseLinks: LinkIndex {
  private let heap: FractalHeap
  private let names: BTree2
  private let orderIndexAddress: Int?
  let tracksCreationOrder: Bool

  var count: Int? { names.count }

  init(_ info: DenseStorage, heapAddress: Int, in storage: FileStorage) throws(HDF5Error) {
    heap = try FractalHeap(address: heapAddress, in: storage)
    guard let address = info.nameIndexAddress else {
      throw HDF5Error(.badStructure, "links in a heap without an index", structure: "link info message")
    }
    names = try BTree2(address: address, in: storage)
    orderIndexAddress = info.orderIndexAddress
    tracksCreationOrder = info.tracksCreationOrder
    try Self.check(names, type: 5, size: 4 + 7, in: storage)
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

  /// The link in the heap that the record ends with the identifier of.
  private func link(
    _ record: MetadataReader, idAt offset: Int, in storage: FileStorage
  ) throws(HDF5Error) -> LinkRecord {
    var record = record
    try record.skip(offset)
    return try LinkRecord(message: heap.reader(id: record, "link message", in: storage))
  }

  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> LinkRecord? {
    let key = NameKey(name: name, hash: name.hash, heap: heap, storage: storage)
    guard let record = try names.find(key, in: storage) else { return nil }
    return try link(names.reader(record: record, in: storage), idAt: 4, in: storage)
  }

  func names(in storage: FileStorage) -> (names: [NameSlice], problems: [HDF5Error]) {
    var found: [NameSlice] = []
    found.reserveCapacity(min(names.count, 1 << 16))
    let problems = forEach(names, idAt: 4, in: storage) { found.append($0.name) }
    guard !problems.isEmpty else { return (found, []) }
    let listing = list(in: storage)
    return (listing.links.map(\.name), listing.problems)
  }

  func list(in storage: FileStorage) -> LinkListing {
    let listing = list(names, idAt: 4, in: storage)
    guard !listing.problems.isEmpty, let orderIndexAddress else { return listing }
    // The other index may have what this one has lost.
    do throws(HDF5Error) {
      let order = try BTree2(address: orderIndexAddress, in: storage)
      try Self.check(order, type: 6, size: 8 + 7, in: storage)
      var other = list(order, idAt: 8, in: storage)
      guard other.links.count > listing.links.count else { return listing }
      other.problems = listing.problems + other.problems
      return other
    } catch {
      return listing
    }
  }

  private func list(_ tree: BTree2, idAt offset: Int, in storage: FileStorage) -> LinkListing {
    var listing = LinkListing()
    listing.links.reserveCapacity(min(tree.count, 1 << 16))
    listing.problems = forEach(tree, idAt: offset, in: storage) { listing.links.append($0) }
    return listing
  }

  /// Calls `body` with all links that can be read; why others can't be.
  @inline(__always)
  private func forEach(
    _ tree: BTree2, idAt offset: Int, in storage: FileStorage, _ body: (LinkRecord) -> Void
  ) -> [HDF5Error] {
    var problems: [HDF5Error] = []
    var cursor = BTree2Cursor(tree, in: storage)
    while let record = cursor.next() {
      do throws(HDF5Error) {
        let message = try heap.reader(
          idAt: record + offset, size: tree.recordSize - offset, "link message", in: storage)
        body(try LinkRecord(message: message))
      } catch {
        problems.append(error)
      }
    }
    return cursor.problems + problems
  }

  /// Records are in the order of their hashes; names of one hash are in the order of their bytes.
  private struct NameKey: BTree2Key {
    let name: LookupName
    let hash: UInt32
    let heap: FractalHeap
    let storage: FileStorage

    func compare(_ record: MetadataReader) throws(HDF5Error) -> Int {
      var record = record
      let other = try record.uint32()
      guard other == hash else { return hash < other ? -1 : 1 }
      let link = try LinkRecord(message: heap.reader(id: record, "link message", in: storage))
      return -name.withBytes { link.name.compare($0) }
    }
  }
}
