/// Puts names into the order of their bytes.
enum NameOrder {
  /// The numbers of the names in their order; `nil` when they are in order already.
  static func order(of names: [NameSlice]) -> [Int]? {
    guard !isSorted(names) else { return nil }
    // Names of a group often begin alike. Eight bytes after what all have in common nearly always decide, and
    // comparing them as one number is faster than comparing names.
    let common = commonPrefix(names)
    var keys: [(key: UInt64, index: Int)] = []
    keys.reserveCapacity(names.count)
    for (index, name) in names.enumerated() { keys.append((key(name.bytes, after: common), index)) }
    keys.sort { left, right in
      guard left.key == right.key else { return left.key < right.key }
      let order = names[left.index].compare(names[right.index].bytes)
      return order == 0 ? left.index < right.index : order < 0
    }
    return keys.map(\.index)
  }

  private static func isSorted(_ names: [NameSlice]) -> Bool {
    for index in names.indices.dropFirst() where names[index - 1].compare(names[index].bytes) > 0 {
      return false
    }
    return true
  }

  /// How many bytes all names begin with.
  private static func commonPrefix(_ names: [NameSlice]) -> Int {
    guard let first = names.first?.bytes else { return 0 }
    var common = first.count
    for name in names {
      let other = name.bytes
      var index = 0
      while index < min(common, other.count), first[index] == other[index] { index += 1 }
      common = index
    }
    return common
  }

  /// Eight bytes of a name, the first the most significant, zeros where it ends.
  private static func key(_ name: UnsafeRawBufferPointer, after start: Int) -> UInt64 {
    if name.count - start >= 8 {
      return UInt64(bigEndian: name.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    var key: UInt64 = 0
    for index in 0..<8 {
      key = key << 8 | (start + index < name.count ? UInt64(name[start + index]) : 0)
    }
    return key
  }
}
