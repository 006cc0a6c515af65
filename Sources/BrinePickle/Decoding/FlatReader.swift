import BrineCore

/// Reads a pickle that is nothing but a flat list of numbers or strings, or a flat dict of strings to numbers,
/// straight into the Swift value, without a graph.
///
/// Such pickles are what `pickle.dumps` makes of a list or dict, at any binary protocol. Whatever else is met, the
/// reader gives up, and the machine takes over from the start: it alone knows what to refuse.
enum FlatReader {
  static func read<T>(_ type: T.Type, _ source: MemorySource) -> T? {
    if type == [Int].self { return ints(source) as? T }
    if type == [Double].self { return doubles(source) as? T }
    if type == [Float].self { return doubles(source).map { $0.map(Float.init) } as? T }
    if type == [String].self { return strings(source) as? T }
    if type == [String: Int].self { return dictionary(source) { $0.int() } as? T }
    if type == [String: Double].self { return dictionary(source) { $0.double() } as? T }
    return nil
  }

  private static func ints(_ source: MemorySource) -> [Int]? {
    guard let count = count(source, .list, { $0.int() != nil }) else { return nil }
    var cursor = FlatCursor(source.bytes)
    guard cursor.open(.list) else { return nil }
    return [Int](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, cursor.isAtItem(), let value = cursor.int() {
        buffer[filled] = value
        filled += 1
      }
    }
  }

  private static func doubles(_ source: MemorySource) -> [Double]? {
    var cursor = FlatCursor(source.bytes)
    guard cursor.open(.list) else { return nil }
    // Each takes nine bytes, so there can't be more than this.
    let most = source.count / 9 + 1
    let values = [Double](unsafeUninitializedCapacity: most) { buffer, filled in
      while filled < most, cursor.isAtItem(), let value = cursor.double() {
        buffer[filled] = value
        filled += 1
      }
    }
    return cursor.isDone ? values : nil
  }

  private static func strings(_ source: MemorySource) -> [String]? {
    guard let count = count(source, .list, { $0.skipString() }) else { return nil }
    var cursor = FlatCursor(source.bytes)
    guard cursor.open(.list) else { return nil }
    var values: [String] = []
    values.reserveCapacity(count)
    while cursor.isAtItem() {
      guard let value = cursor.string() else { return nil }
      values.append(value)
    }
    return values
  }

  @inline(__always)
  private static func dictionary<V>(
    _ source: MemorySource, _ value: (inout FlatCursor) -> V?
  ) -> [String: V]? {
    guard let count = count(source, .dict, { $0.skipString() && value(&$0) != nil }) else { return nil }
    var cursor = FlatCursor(source.bytes)
    guard cursor.open(.dict) else { return nil }
    var values = [String: V](minimumCapacity: count)
    while cursor.isAtItem() {
      guard let key = cursor.string(), let value = value(&cursor) else { return nil }
      values[key] = value
    }
    return values
  }

  /// How many items there are; `nil` when the pickle is not as flat as it must be.
  @inline(__always)
  private static func count(
    _ source: MemorySource, _ kind: FlatCursor.Kind, _ skip: (inout FlatCursor) -> Bool
  ) -> Int? {
    var cursor = FlatCursor(source.bytes)
    guard cursor.open(kind) else { return nil }
    var count = 0
    while cursor.isAtItem() {
      guard skip(&cursor) else { return nil }
      count += 1
    }
    return cursor.isDone ? count : nil
  }
}
