import BrineCore
import Synchronization

/// The objects of a fractal heap that are too large for its blocks: each has a place of its own in the file.
///
/// Source: HDF5 File Format Specification 3.0, section III.G, "Fractal Heap ID for Huge Objects", and section III.A.2,
/// records of types 1 to 4.
struct HugeObjects: Sendable {
  private let treeAddress: Int?
  private let filters: HeapFilters?
  /// Whether identifiers say where the object is; else they are keys of a B-tree.
  private let isDirect: Bool
  private let keySize: Int
  private let tree = LazyTree()

  init(treeAddress: Int?, idLength: Int, filters: HeapFilters?, _ storage: FileStorage) {
    self.treeAddress = treeAddress
    self.filters = filters
    let needed = storage.offsetSize + storage.lengthSize + (filters == nil ? 0 : 4 + storage.lengthSize)
    isDirect = needed <= idLength - 1
    keySize = min(8, max(0, idLength - 1))
  }

  /// A reader of an object; `id` is the identifier without its first byte.
  func reader(
    _ id: MetadataReader, _ structure: StaticString, in storage: FileStorage
  ) throws(HDF5Error) -> MetadataReader {
    var fields = id
    if !isDirect {
      let key = try fields.uint(size: keySize)
      guard let treeAddress else { throw id.error(.badStructure, "there is no index of huge objects") }
      let tree = try tree.get(treeAddress, in: storage)
      guard tree.type == (filters == nil ? 1 : 2) else {
        throw id.error(.badStructure, "an index of type \(tree.type) for huge objects")
      }
      guard let record = try tree.find(HugeKey(key: key, isFiltered: filters != nil), in: storage) else {
        throw id.error(.badStructure, "there is no huge object \(key)")
      }
      fields = tree.reader(record: record, in: storage)
    }
    let address = try fields.definedAddress()
    let count = try fields.length()
    let start = try storage.offset(of: address, count: count, structure)
    guard let filters else {
      return storage.reader(range: start..<start + count, structure)
    }
    let mask = try fields.uint32()
    let size = try fields.length()
    let source = try filters.decode(start..<start + count, mask: mask, size: size, in: storage)
    return storage.reader(of: source, range: 0..<size, structure)
  }

  /// Records of types 1 and 2 end with their keys.
  private struct HugeKey: BTree2Key {
    let key: UInt64
    let isFiltered: Bool

    func compare(_ record: MetadataReader) throws(HDF5Error) -> Int {
      var record = record
      try record.skip(record.offsetSize + record.lengthSize + (isFiltered ? 4 + record.lengthSize : 0))
      let other = try record.uint(size: record.lengthSize)
      return key < other ? -1 : key > other ? 1 : 0
    }
  }
}

/// A B-tree whose header is read when it is first needed.
final class LazyTree: Sendable {
  private let tree = Mutex<BTree2?>(nil)

  func get(_ address: Int, in storage: FileStorage) throws(HDF5Error) -> BTree2 {
    if let known = tree.withLock({ $0 }) { return known }
    let new = try BTree2(address: address, in: storage)
    tree.withLock { $0 = new }
    return new
  }
}
