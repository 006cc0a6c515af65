import BrineCore

/// Elements that are objects of global heaps.
extension FileCheck {
  /// Looks up all objects of an array's elements.
  mutating func checkObjects(in array: NDArray) throws(HDF5Error) {
    guard array.dtype.hasObjects, let objects = array.objects as? HDF5Objects else { return }
    var numbers: [Int] = []
    array.forEachValue { Self.find($0, &numbers) }
    var heap = objects.cursor
    for number in numbers {
      let (leaf, bytes) = try objects.element(number)
      if let place = Self.place(leaf.type, bytes), bytes.count >= place + storage.offsetSize + 4,
        let start = bytes.baseAddress,
        let reference = try HeapReference(start + place, offsetSize: storage.offsetSize)
      {
        heapAddresses.insert(reference.address)
        if case .variableString = leaf.type.kind {
          // That the text is there is all there is to check: its bytes may be any, and many, time and again.
          let size = Int(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
          let found = size > 0 ? try heap.range(reference).count : 0
          guard size <= found else { throw HDF5Objects.tooShort(size, 1, found) }
          continue
        }
        if case .reference = leaf.type.kind,
          !references.insert(GlobalHeapPlace(reference.address, reference.index)).inserted
        {
          continue
        }
      }
      guard case .sequence(let part) = try objects.value(number, &heap), part.dtype.hasObjects else {
        continue
      }
      // A few bytes can refer to one sequence a million times.
      budget = budget.subtracting(part.byteCount.adding(16) ?? .max) ?? -1
      guard budget >= 0 else {
        let detail = "its elements refer to the same sequences far too often; not all were looked at"
        return problem(HDF5Error(.tooLarge, detail), .warning)
      }
      try checkObjects(in: part)
    }
  }

  private static func find(_ value: ArrayValue, _ numbers: inout [Int]) {
    switch value {
    case .object(let number): numbers.append(number)
    case .record(let values), .subarray(let values, _):
      for value in values { find(value, &numbers) }
    default: break
    }
  }

  /// Where in an element's bytes the place in the heap is.
  private static func place(_ type: Datatype, _ bytes: UnsafeRawBufferPointer) -> Int? {
    switch type.kind {
    case .variableString, .sequence: 4
    case .reference(.region): 0
    case .reference(.standardObject), .reference(.standardRegion), .reference(.standardAttribute):
      // Those to objects of the same file are in the element itself.
      bytes.count > 1 && (bytes[0] > Datatype.Reference.standardObject.rawValue || bytes[1] & 1 != 0)
        ? 6 : nil
    default: nil
    }
  }

  /// The collections to which elements refer.
  mutating func checkCollections() {
    for address in heapAddresses.sorted() {
      attempt { check throws(HDF5Error) in
        let collection = try GlobalHeapCollection(address: address, in: check.storage)
        var reader = try check.storage.reader(at: address, "global heap collection")
        try reader.skip(8)
        check.claim(address, try reader.length(), "global heap collection")
        guard let free = collection.freeSpace, free.claimed > free.available else { return }
        throw HDF5Error(
          .badStructure, "free space of \(free.claimed) bytes, \(free.available) are left",
          structure: "global heap collection", offset: address.adding(check.storage.base))
      }
    }
  }
}

/// An object of a global heap.
struct GlobalHeapPlace: Hashable {
  let address: Int
  let index: Int

  init(_ address: Int, _ index: Int) { (self.address, self.index) = (address, index) }
}
