import BrineCore
import Synchronization

/// One collection of the global heap: the bytes of variable-length elements, of region references and of the
/// mappings of virtual datasets.
///
/// Source: HDF5 File Format Specification 3.0, section III.E, "Global Heap".
final class GlobalHeapCollection: Sendable {
  /// Where it is.
  let address: Int
  private let source: MemorySource
  /// Where each object is in the file, by its index; the count is -1 where there is none.
  private let objects: [(start: Int, count: Int)]
  /// What the free space says of its size, and how many bytes are left for it; `nil` when there is none.
  let freeSpace: (claimed: Int, available: Int)?

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    self.address = address
    source = storage.source
    var reader = try storage.reader(at: address, "global heap collection")
    let start = reader.position
    try reader.expect(signature: "GCOL")
    let version = try reader.uint8()
    guard version == 1 else {
      throw reader.error(.unsupportedVersion, "global heap collection version \(version)")
    }
    try reader.skip(3)
    let size = try reader.length()
    // Headers end at multiples of eight bytes, however long a length is.
    try reader.skip(-(reader.position - start) & 7)
    let header = reader.position - start
    guard size >= header else { throw reader.error(.badStructure, "a collection of \(size) bytes") }
    (objects, freeSpace) = try Self.readObjects(reader.take(size - header))
  }

  private static func readObjects(
    _ collection: MetadataReader
  ) throws(HDF5Error) -> (objects: [(start: Int, count: Int)], freeSpace: (claimed: Int, available: Int)?) {
    var reader = collection
    var objects: [(start: Int, count: Int)] = []
    let padding = -reader.lengthSize & 7
    let header = 8 + reader.lengthSize + padding
    while reader.remaining >= header {
      let available = reader.remaining
      let index = Int(try reader.uint16())
      try reader.skip(6)
      let count = try reader.length()
      // Object 0 is the free space, its own header included, and comes last.
      if index == 0 { return (objects, (count, available)) }
      try reader.skip(padding)
      while objects.count < index { objects.append((0, -1)) }
      let start = reader.position
      guard count <= reader.remaining else {
        throw reader.error(.truncated, "object \(index) of \(count) bytes, \(reader.remaining) are left")
      }
      if index == objects.count { objects.append((start, count)) } else { objects[index] = (start, count) }
      try reader.skip(min((count + 7) & ~7, reader.remaining))
    }
    return (objects, nil)
  }

  /// How many places for objects there are.
  var weight: Int { objects.count + 16 }

  /// Where in the file the bytes of an object are.
  ///
  /// - Throws: `HDF5Error.Code.badStructure` when there is no such object.
  func range(of index: Int) throws(HDF5Error) -> Range<Int> {
    guard index > 0, index < objects.count, objects[index].count >= 0 else {
      throw HDF5Error(
        .badStructure, "there is no object \(index) in the collection at address \(address)",
        structure: "global heap collection", offset: address)
    }
    let object = objects[index]
    return object.start..<object.start + object.count
  }
}

/// The collections of a file's global heap that were read, so that each is read once for many elements.
final class GlobalHeapCache: Sendable {
  private struct State {
    var collections: [Int: GlobalHeapCollection] = [:]
    var weight = 0
  }
  private let state = Mutex(State())
  /// Sixteen bytes for each object.
  private static let largestWeight = 1 << 20

  /// The collection at an address.
  func collection(at address: Int, in storage: FileStorage) throws(HDF5Error) -> GlobalHeapCollection {
    if let known = state.withLock({ $0.collections[address] }) { return known }
    let new = try GlobalHeapCollection(address: address, in: storage)
    state.withLock {
      if $0.weight + new.weight > Self.largestWeight { $0 = State() }
      if $0.collections.updateValue(new, forKey: address) == nil { $0.weight += new.weight }
    }
    return new
  }
}

/// Where an object of the global heap is: what an element of variable length has in the file.
struct GlobalHeapID: Sendable, Hashable {
  /// The address of the collection; 0 or undefined for an element without bytes.
  let address: Int?
  /// The object's index in it.
  let index: Int

  init(_ reader: inout MetadataReader) throws(HDF5Error) {
    address = try reader.address()
    index = Int(try reader.uint32())
  }

  /// Where in the file the object's bytes are.
  func range(in storage: FileStorage) throws(HDF5Error) -> Range<Int> {
    guard let address else {
      throw HDF5Error(.badStructure, "an address is undefined", structure: "global heap ID")
    }
    return try storage.globalHeaps.collection(at: address, in: storage).range(of: index)
  }
}
