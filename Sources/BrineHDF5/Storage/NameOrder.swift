/// Puts names into the order of their bytes.
enum NameOrder {
  /// The numbers of the names in their order; `nil` when they are in order already.
  static func order(of names: [NameSlice]) -> [Int]? {
    guard !isSorted(names) else { return nil }
    // Names of a group often begin alike. Eight bytes after what all have in common nearly always decide, and
    // comparing them as one number is faster than comparing names.
    let common = commonPrefix(names)
    var keys: [Key] = []
    keys.reserveCapacity(names.count)
    for (index, name) in names.enumerated() {
      keys.append(Key(start: start(name.bytes, after: common), index: index))
    }
    sort(&keys)
    var first = 0
    for index in keys.indices where index + 1 == keys.count || keys[index + 1].start != keys[first].start {
      if index > first { sort(&keys[first...index], names) }
      first = index + 1
    }
    return keys.map(\.index)
  }

  /// A name's number, and eight bytes of it.
  private struct Key {
    let start: UInt64
    let index: Int
  }

  /// Puts names that begin alike into order.
  private static func sort(_ keys: inout ArraySlice<Key>, _ names: [NameSlice]) {
    keys.sort { left, right in
      let order = names[left.index].compare(names[right.index].bytes)
      return order == 0 ? left.index < right.index : order < 0
    }
  }

  /// Sorts by the eight bytes, those that are the same staying in their order: byte by byte from the last one, over
  /// those bytes in which names differ.
  private static func sort(_ keys: inout [Key]) {
    guard let first = keys.first?.start, keys.count > 1 else { return }
    let differing = keys.reduce(0) { $0 | ($1.start ^ first) }
    var sorted = keys
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing &>> shift & 0xFF != 0 {
      var places = [Int](repeating: 0, count: 257)
      for key in keys { places[Int(key.start &>> shift & 0xFF) &+ 1] &+= 1 }
      for byte in 1..<256 { places[byte] &+= places[byte &- 1] }
      for key in keys {
        let byte = Int(key.start &>> shift & 0xFF)
        sorted[places[byte]] = key
        places[byte] &+= 1
      }
      swap(&keys, &sorted)
    }
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
  private static func start(_ name: UnsafeRawBufferPointer, after start: Int) -> UInt64 {
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
