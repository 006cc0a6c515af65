import BrineCore

/// Compares elements, those among them that are objects of a file's heaps: text, sequences, references.
struct ElementComparison {
  let options: HDF5DifferenceOptions
  let old: FirstPaths, new: FirstPaths
  let isOneFile: Bool
  /// How many bytes of sequences may still be looked at: a few bytes can refer to one sequence a million times.
  private var budget: Int
  /// How many bytes of long texts may still be looked at. Files have each text once.
  var textBudget: Int

  init(_ old: HDF5File, _ new: HDF5File, _ options: HDF5DifferenceOptions) {
    self.options = options
    self.old = FirstPaths(old)
    self.new = FirstPaths(new)
    isOneFile = old === new
    let size = old.byteCount.adding(new.byteCount) ?? .max
    budget = max(512 << 20, old.options.limits.mostDecompressed(from: size))
    textBudget = max(512 << 20, size.multiplied(4) ?? .max)
  }

  /// Where two arrays of one shape differ.
  mutating func differences(
    _ old: NDArray, _ new: NDArray
  ) throws(SidedError) -> ArrayDifferences {
    guard old.dtype.hasObjects || new.dtype.hasObjects else {
      do throws(ArrayError) {
        return try new.differences(from: old, tolerance: options.tolerance)
      } catch { throw SidedError(isOld: false, error: HDF5Error(error)) }
    }
    var finder = DifferenceFinder(shape: new.shape)
    var pair = ObjectPair(old, new)
    let before = old.values
    var index = 0
    var failure: SidedError?
    new.forEachValue { value in
      guard failure == nil, index < before.count else { return }
      do throws(SidedError) {
        if !(try areEqual(before[index], value, &pair)) { finder.add(index, nil) }
      } catch { failure = error }
      index += 1
    }
    if let failure { throw failure }
    return finder.result(new.count)
  }

  /// The objects of two arrays, and the places in the heaps where the last ones were.
  private struct ObjectPair {
    let old: HDF5Objects?, new: HDF5Objects?
    var oldHeap: HeapCursor?, newHeap: HeapCursor?

    init(_ old: NDArray, _ new: NDArray) {
      self.old = old.objects as? HDF5Objects
      self.new = new.objects as? HDF5Objects
      (oldHeap, newHeap) = (self.old?.cursor, self.new?.cursor)
    }

    mutating func values(
      _ before: ArrayValue, _ after: ArrayValue
    ) throws(SidedError) -> (old: HDF5Value?, new: HDF5Value?) {
      let (old, new) = (old, new)
      var (oldHeap, newHeap) = (oldHeap, newHeap)
      let found = try SidedError.both(
        { () throws(HDF5Error) in try Self.read(before, old, &oldHeap) },
        { () throws(HDF5Error) in try Self.read(after, new, &newHeap) })
      (self.oldHeap, self.newHeap) = (oldHeap, newHeap)
      return found
    }

    private static func read(
      _ value: ArrayValue, _ objects: HDF5Objects?, _ heap: inout HeapCursor?
    ) throws(HDF5Error) -> HDF5Value? {
      switch value {
      case .bytes(let bytes): return .bytes(bytes)
      case .object(let number):
        guard let objects, var cursor = heap else { return nil }
        let value = try objects.value(number, &cursor)
        heap = cursor
        return value
      default: return nil
      }
    }
  }

  private mutating func areEqual(
    _ old: ArrayValue, _ new: ArrayValue, _ pair: inout ObjectPair
  ) throws(SidedError) -> Bool {
    switch (old, new) {
    case (.record(let old), .record(let new)), (.subarray(let old, _), .subarray(let new, _)):
      guard old.count == new.count else { return false }
      for (old, new) in zip(old, new) where !(try areEqual(old, new, &pair)) { return false }
      return true
    case (.object, _), (_, .object):
      let (before, after) = try pair.values(old, new)
      guard let before, let after else { return false }
      return try areEqual(before, after)
    default: return new.isClose(to: old, options.tolerance)
    }
  }

  /// Texts cost their bytes, the short ones of honest files aside.
  private mutating func spend(_ value: HDF5Value, isOld: Bool) throws(SidedError) {
    let count: Int
    switch value {
    case .text(let text): count = text.utf8.count
    case .bytes(let bytes): count = bytes.count
    case .sequence, .reference: return
    }
    guard count > 256 else { return }
    textBudget = textBudget.subtracting(count) ?? -1
    guard textBudget >= 0 else {
      let error = HDF5Error(.tooLarge, "its elements refer to the same texts far too often")
      throw SidedError(isOld: isOld, error: error)
    }
  }

  private mutating func areEqual(_ old: HDF5Value, _ new: HDF5Value) throws(SidedError) -> Bool {
    try spend(old, isOld: true)
    try spend(new, isOld: false)
    switch (old, new) {
    case (.text(let old), .text(let new)): return old.utf8.elementsEqual(new.utf8)
    case (.text(let text), .bytes(let bytes)), (.bytes(let bytes), .text(let text)):
      return text.utf8.elementsEqual(bytes)
    case (.bytes(let old), .bytes(let new)): return old == new
    case (.reference(let old), .reference(let new)): return areEqual(old, new)
    case (.sequence(let old), .sequence(let new)):
      guard old.shape == new.shape else { return false }
      budget = budget.subtracting(new.byteCount.adding(16) ?? .max) ?? -1
      guard budget >= 0 else {
        let error = HDF5Error(.tooLarge, "its elements refer to the same sequences far too often")
        throw SidedError(isOld: false, error: error)
      }
      return try differences(old, new).differing == 0
    default: return false
    }
  }

  /// Whether two references lead to the same path, region and attribute.
  private func areEqual(_ old: HDF5Reference, _ new: HDF5Reference) -> Bool {
    guard old.isNull == new.isNull, Self.areEqual(old.selection, new.selection),
      old.attribute == new.attribute, old.file == new.file
    else { return false }
    guard let before = old.address, let after = new.address, old.file == nil else {
      return old.address == new.address
    }
    if isOneFile { return before == after }
    return self.old.path(of: before) == self.new.path(of: after)
  }

  /// Whether two selections mean the same: libhdf5 stores boxes one by one, or as a rule, as it likes.
  private static func areEqual(_ old: DataspaceSelection?, _ new: DataspaceSelection?) -> Bool {
    guard old != new else { return true }
    guard let old, let new, old.rank == new.rank else { return false }
    for kind in [old.kind, new.kind] {
      if case .points = kind { return false }
    }
    guard let before = try? old.sortedBlocks(), let after = try? new.sortedBlocks(), !before.isEmpty else {
      return false
    }
    return before.elementsEqual(after) { $0.first == $1.first && $0.last == $1.last }
  }
}
