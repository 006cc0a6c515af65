import BrineCore

/// Compares the elements of two datasets of one shape, block by block.
struct DatasetComparison {
  private let old: Dataset, new: Dataset
  private let oldRaw: RawDataset, newRaw: RawDataset
  private let relation: TypeRelation
  private let text: ElementText
  private var finder: DifferenceFinder?
  private var first: [Int]?
  /// How many elements there are, those of arrays in each element included.
  private var count = 0
  /// What changed in the first element that differs.
  private(set) var change = ""

  init(_ old: Dataset, _ new: Dataset, _ relation: TypeRelation, _ text: ElementText) throws(SidedError) {
    (self.old, self.new, self.relation, self.text) = (old, new, relation, text)
    (oldRaw, newRaw) = try SidedError.both(old.raw, new.raw)
  }

  /// Where the elements differ; `nil` when they don't.
  mutating func differences(_ elements: inout ElementComparison) throws(SidedError) -> ArrayDifferences? {
    let (oldReader, newReader) = try SidedError.both(oldRaw.chunked, newRaw.chunked)
    if let oldReader, let newReader, oldReader.grid.chunk == newReader.grid.chunk,
      oldRaw.fill.bytes == newRaw.fill.bytes, relation <= .stored
    {
      try compareChunks(oldReader, newReader, &elements)
    } else if !oldRaw.wasWritten, !newRaw.wasWritten, oldRaw.fill.bytes == newRaw.fill.bytes,
      relation <= .stored
    {
      return nil
    } else {
      let (old, new, oldRaw, newRaw) = (old, new, oldRaw, newRaw)
      _ = try SidedError.both(
        { () throws(HDF5Error) in try Self.checkSize(oldRaw, old) },
        { () throws(HDF5Error) in try Self.checkSize(newRaw, new) })
      let chunk = oldReader?.grid.chunk ?? newReader?.grid.chunk
      let size = max(oldRaw.elementSize, newRaw.elementSize)
      for block in DatasetBlocks(shape: old.shape, chunk: chunk, elementSize: size) {
        try compare(block.origin, block.selection, &elements)
      }
    }
    return finder?.result(count)
  }

  /// Elements that were never written could be any number, and would be read for ever.
  static func checkSize(_ raw: RawDataset, _ dataset: Dataset) throws(HDF5Error) {
    let ratio = raw.storage.limits.decompressionRatio
    let most = max(512 << 20, dataset.file.byteCount.multiplied(ratio) ?? .max)
    guard raw.virtual == nil, raw.externalFiles == nil else { return }
    guard let size = raw.count.multiplied(raw.elementSize), size <= most else {
      let detail = "\(raw.count) elements of \(raw.elementSize) bytes can't be in a file of this size"
      throw HDF5Error(.tooLarge, detail, path: dataset.path)
    }
  }

  /// Compares chunks that one of the two has: all others are the same fill value.
  private mutating func compareChunks(
    _ oldReader: ChunkedReader, _ newReader: ChunkedReader, _ elements: inout ElementComparison
  ) throws(SidedError) {
    let (old, new) = (old, new)
    let (oldTable, newTable) = try SidedError.both(oldReader.locator.table, newReader.locator.table)
    let mayMatch =
      relation == .same && oldReader.pipeline == newReader.pipeline && elements.options.tolerance.equalNaN
      && !(new.datatype.memoryDType?.hasObjects ?? true)
    let grid = newReader.grid
    count = newRaw.count
    for number in Set(oldTable.numbers).union(newTable.numbers).sorted() {
      if mayMatch, let before = oldTable[number], let after = newTable[number],
        before.filterMask == after.filterMask, Self.areSame(before, old, after, new)
      {
        continue
      }
      var place = [Int](repeating: 0, count: grid.shape.count)
      place.withUnsafeMutableBufferPointer { grid.place(of: number, $0) }
      let origin = zip(place, grid.chunk).map { $0 &* $1 }
      let items = origin.indices.map { axis in
        let end = origin[axis].adding(grid.chunk[axis]) ?? .max
        return Selection.Item.slice(.init(origin[axis], min(end, grid.shape[axis])))
      }
      try compare(origin, Selection(items), &elements)
    }
  }

  /// Whether two chunks have the same bytes in their files, so that nothing has to be decoded.
  private static func areSame(
    _ before: StoredChunk, _ old: Dataset, _ after: StoredChunk, _ new: Dataset
  ) -> Bool {
    guard before.size == after.size else { return false }
    let (oldStorage, newStorage) = (old.file.storage, new.file.storage)
    guard let start = try? oldStorage.offset(of: before.address, count: before.size, "chunk"),
      let newStart = try? newStorage.offset(of: after.address, count: after.size, "chunk")
    else { return false }
    let bytes = UnsafeRawBufferPointer(
      rebasing: oldStorage.source.memory[start..<start + before.size])
    let newBytes = UnsafeRawBufferPointer(
      rebasing: newStorage.source.memory[newStart..<newStart + after.size])
    return NameSlice.compare(bytes, newBytes) == 0
  }

  private mutating func compare(
    _ origin: [Int], _ selection: Selection, _ elements: inout ElementComparison
  ) throws(SidedError) {
    let (old, new) = (old, new)
    let (before, after) = try SidedError.both(
      { () throws(HDF5Error) in try old.read(selection) }, { () throws(HDF5Error) in try new.read(selection) }
    )
    guard before.shape == after.shape else {
      throw SidedError(isOld: false, error: HDF5Error(.typeMismatch, "elements are arrays of other shapes"))
    }
    let inner = after.shape.count - new.shape.count
    let place = origin + [Int](repeating: 0, count: max(inner, 0))
    let shape = new.shape + after.shape.suffix(max(inner, 0))
    count = shape.reduce(1) { $0.multiplied($1) ?? .max }
    let part = try elements.differences(before, after)
    guard let found = part.first else { return }
    var finder = self.finder ?? DifferenceFinder(shape: shape)
    finder.add(part, at: place)
    self.finder = finder
    let moved = zip(found, place).map { $0 &+ $1 }
    if first.map({ moved.lexicographicallyPrecedes($0) }) ?? true {
      first = moved
      change = text.change(before, after, at: found)
    }
  }
}

extension Dataset {
  /// What keeps its elements from being read, chunk by chunk; `nil` for nothing.
  var firstProblem: HDF5Error? {
    do throws(HDF5Error) {
      let raw = try raw()
      guard try raw.chunked() == nil else {
        for chunk in try storedChunks() { _ = try chunk.read() }
        return nil
      }
      guard (try? DatasetComparison.checkSize(raw, self)) != nil else { return nil }
      for block in DatasetBlocks(shape: shape, chunk: nil, elementSize: raw.elementSize) {
        _ = try read(block.selection)
      }
      return nil
    } catch { return error }
  }
}

extension RawDataset {
  /// Whether there may be elements other than the fill value.
  fileprivate var wasWritten: Bool {
    if externalFiles != nil || virtual != nil { return true }
    if case .contiguous(address: nil, _) = layout { return false }
    return true
  }
}
