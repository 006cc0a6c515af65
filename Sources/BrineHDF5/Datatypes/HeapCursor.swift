import BrineCore

/// Finds objects of global heaps for elements that stand one after the other: most lie in the collection of the one
/// before.
struct HeapCursor {
  private let storage: FileStorage
  private var address = -1
  private var collection: GlobalHeapCollection?

  init(_ storage: FileStorage) { self.storage = storage }

  /// The bytes of an object.
  ///
  /// - Throws: `HDF5Error` when the heap can't be read, or has no such object.
  @inline(__always)
  mutating func object(_ reference: HeapReference) throws(HDF5Error) -> (
    source: MemorySource, range: Range<Int>
  ) {
    (storage.source, try range(reference))
  }

  /// The same, as a place in `storage.source`.
  @inline(__always)
  mutating func range(_ reference: HeapReference) throws(HDF5Error) -> Range<Int> {
    if reference.address != address { try move(to: reference.address) }
    guard let collection else { throw missing(reference) }
    return try collection.range(of: reference.index)
  }

  @inline(never)
  private mutating func move(to address: Int) throws(HDF5Error) {
    collection = try storage.globalHeaps.collection(at: address, in: storage)
    self.address = address
  }

  @inline(never)
  private func missing(_ reference: HeapReference) -> HDF5Error {
    HDF5Error(
      .badStructure, "the collection at address \(reference.address) has no object \(reference.index)",
      structure: "global heap")
  }
}

/// Where in the global heaps an element's bytes are: a global heap ID.
struct HeapReference: Equatable {
  let address: Int
  let index: Int

  /// Reads an ID of an address of `offsetSize` bytes and an index of four. `nil` when there is none: the address is
  /// zero or undefined.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` for an address that can't be.
  @inline(__always)
  init?(_ bytes: UnsafeRawPointer, offsetSize: Int) throws(HDF5Error) {
    if offsetSize == 8 {
      let stored = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      guard stored != 0, stored != .max else { return nil }
      guard let address = Int(exactly: stored) else { throw HeapReference.tooLarge() }
      self.address = address
    } else {
      guard let address = try HeapReference.address(bytes, offsetSize) else { return nil }
      self.address = address
    }
    index = Int(UInt32(littleEndian: (bytes + offsetSize).loadUnaligned(as: UInt32.self)))
  }

  /// An address of any number of bytes; `nil` when all bits, or none, are set.
  static func address(_ bytes: UnsafeRawPointer, _ size: Int) throws(HDF5Error) -> Int? {
    let bytes = UnsafeRawBufferPointer(start: bytes, count: size)
    if bytes.allSatisfy({ $0 == 0 }) || bytes.allSatisfy({ $0 == 0xFF }) { return nil }
    guard bytes.dropFirst(8).allSatisfy({ $0 == 0 }) else { throw tooLarge() }
    let value = bytes.prefix(8).enumerated().reduce(UInt64(0)) {
      $0 | UInt64($1.element) << UInt64($1.offset * 8)
    }
    guard let address = Int(exactly: value) else { throw tooLarge() }
    return address
  }

  private static func tooLarge() -> HDF5Error {
    HDF5Error(.tooLarge, "an address is too large", structure: "global heap ID")
  }
}
