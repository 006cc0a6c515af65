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
      if let place = Self.place(leaf.type), bytes.count >= place + storage.offsetSize + 4,
        let start = bytes.baseAddress,
        let reference = try HeapReference(start + place, offsetSize: storage.offsetSize)
      {
        heapAddresses.insert(reference.address)
      }
      guard case .sequence(let part) = try objects.value(number, &heap), part.dtype.hasObjects else {
        continue
      }
      // A few bytes can refer to one sequence a million times.
      budget = budget.subtracting(part.byteCount + 16) ?? -1
      if budget >= 0 { try checkObjects(in: part) }
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
  private static func place(_ type: Datatype) -> Int? {
    switch type.kind {
    case .variableString, .sequence: 4
    case .reference(.region): 0
    default: nil
    }
  }

  /// The collections to which elements refer.
  mutating func checkCollections() {
    for address in heapAddresses.sorted() {
      attempt { check throws(HDF5Error) in
        _ = try GlobalHeapCollection(address: address, in: check.storage)
        var reader = try check.storage.reader(at: address, "global heap collection")
        try reader.skip(8)
        check.claim(address, try reader.length(), "global heap collection")
      }
    }
  }
}
