import BrineCore
import Synchronization

/// The elements of datasets.
extension FileCheck {
  mutating func checkDataset(_ dataset: Dataset) {
    attempt { check throws(HDF5Error) in
      let raw = try dataset.raw()
      _ = try dataset.fillValue
      guard dataset.dataspace.kind != .null else { return }
      switch raw.layout {
      case .chunked(let layout): try check.checkChunks(dataset, raw, layout)
      case .contiguous(let address, _) where raw.externalFiles == nil:
        guard let address else { return }
        let size = try check.byteCount(raw)
        _ = try check.storage.offset(of: address, count: size, "contiguous data")
        check.claim(address, size, "contiguous data")
        try check.checkBlocks(dataset)
      case .contiguous, .compact, .virtual:
        if let size = raw.count.multiplied(raw.elementSize), size <= 256 << 20 {
          try check.checkObjects(in: try dataset.read())
        }
      }
    }
  }

  private func byteCount(_ raw: RawDataset) throws(HDF5Error) -> Int {
    guard let size = raw.count.multiplied(raw.elementSize) else {
      throw HDF5Error(.tooLarge, "\(raw.count) elements of \(raw.elementSize) bytes")
    }
    return size
  }

  /// Elements in one piece: only those that refer to heaps have to be read.
  private mutating func checkBlocks(_ dataset: Dataset) throws(HDF5Error) {
    let converter = try ElementConverter(dataset.datatype, storage)
    guard converter.dtype.hasObjects else { return }
    let size = dataset.datatype.size
    for block in DatasetBlocks(shape: dataset.shape, chunk: nil, elementSize: size) {
      try checkObjects(in: try dataset.read(block.selection))
    }
  }

  // MARK: Chunks

  private mutating func checkChunks(
    _ dataset: Dataset, _ raw: RawDataset, _ layout: ChunkedLayout
  ) throws(HDF5Error) {
    checkIndex(layout, axes: dataset.shape.count)
    guard let reader = try raw.chunked() else { return }
    do throws(HDF5Error) { _ = try reader.locator.table() } catch {
      problem(error)
      return lookUpChunks(dataset, reader)
    }
    let table = try reader.locator.table()
    let numbers = table.numbers
    for number in numbers {
      guard let chunk = table[number] else { continue }
      claim(chunk.address, chunk.size, "chunk")
    }
    try readChunks(dataset, reader, numbers)
  }

  /// All nodes of an index. What its arrays say is verified when all chunks are listed.
  private mutating func checkIndex(_ layout: ChunkedLayout, axes: Int) {
    guard let address = layout.address else { return }
    switch layout.index {
    case .treeV1:
      checkTree1(address, kind: 1, keySize: 16 + 8 * axes) { _, _ throws(HDF5Error) in }
    case .treeV2:
      attempt { check throws(HDF5Error) in
        try check.checkTree(address, types: [10, 11]) { _, _ throws(HDF5Error) in }
      }
    case .fixedArray: claim(address, 12 + storage.lengthSize + storage.offsetSize, "fixed array header")
    case .extensibleArray:
      claim(address, 16 + 6 * storage.lengthSize + storage.offsetSize, "extensible array header")
    case .single, .implicit: break
    }
  }

  /// Reads chunks on all cores, and says which can't be.
  private mutating func readChunks(
    _ dataset: Dataset, _ reader: ChunkedReader, _ numbers: [Int]
  ) throws(HDF5Error) {
    let hasObjects = try ElementConverter(dataset.datatype, storage).dtype.hasObjects
    let failures = Mutex<[(number: Int, error: HDF5Error)]>([])
    let threads = hasObjects ? 1 : max(1, min(storage.reading.threads, numbers.count))
    if hasObjects {
      for number in numbers {
        do throws(HDF5Error) {
          try checkObjects(in: try dataset.read(Self.selection(number, reader.grid)))
        } catch { failures.withLock { $0.append((number, error)) } }
      }
    } else {
      try ParallelLoop.run(numbers.count, threads: threads) { next throws(HDF5Error) in
        while let place = next() {
          let number = numbers[place]
          do throws(HDF5Error) {
            _ = try dataset.readRaw(Self.selection(number, reader.grid))
          } catch { failures.withLock { $0.append((number, error)) } }
        }
      }
    }
    let found = failures.withLock { $0 }.sorted { $0.number < $1.number }
    result.chunks.total += numbers.count
    result.chunks.readable += numbers.count - found.count
    let table = try reader.locator.table()
    var isKnown = false
    for (number, error) in found {
      // A filter that is not at hand is missed by each chunk in turn.
      if error.isElsewhere, isKnown { continue }
      isKnown = isKnown || error.isElsewhere
      problem(error.inChunk(number, table[number]?.address.adding(storage.base), reader.grid))
    }
  }

  /// Chunks of a damaged index, one by one: what it still finds can still be read.
  private mutating func lookUpChunks(_ dataset: Dataset, _ reader: ChunkedReader) {
    guard reader.grid.count <= 1 << 16, let lookup = try? reader.locator.lookup(1) else { return }
    var place = [Int](repeating: 0, count: reader.grid.shape.count)
    for number in 0..<reader.grid.count {
      place.withUnsafeMutableBufferPointer { reader.grid.place(of: number, $0) }
      var (isThere, isReadable) = (true, false)
      do throws(HDF5Error) {
        var chunk: StoredChunk?
        var failure: HDF5Error?
        place.withUnsafeBufferPointer { place in
          do throws(HDF5Error) { chunk = try lookup.chunk(number, place) } catch { failure = error }
        }
        if let failure { throw failure }
        isThere = chunk != nil
        if isThere {
          _ = try dataset.readRaw(Self.selection(number, reader.grid))
          isReadable = true
        }
      } catch { problem(error) }
      if isThere { result.chunks.add(isReadable: isReadable) }
    }
  }

  /// The elements of one chunk.
  private static func selection(_ number: Int, _ grid: ChunkGrid) -> Selection {
    var place = [Int](repeating: 0, count: grid.shape.count)
    place.withUnsafeMutableBufferPointer { grid.place(of: number, $0) }
    return Selection(
      place.indices.map { axis in
        let start = place[axis] &* grid.chunk[axis]
        return .slice(.init(start, min(start &+ grid.chunk[axis], grid.shape[axis])))
      })
  }
}

extension HDF5Error {
  /// The same error, in this chunk.
  fileprivate func inChunk(_ number: Int, _ offset: Int?, _ grid: ChunkGrid) -> HDF5Error {
    var error = self
    if error.context.offset == nil { error.context.offset = offset }
    guard error.structure?.hasPrefix("chunk at") != true else { return error }
    error.structure = error.structure ?? "chunk"
    var place = [Int](repeating: 0, count: grid.shape.count)
    place.withUnsafeMutableBufferPointer { grid.place(of: number, $0) }
    let origin = zip(place, grid.chunk).map { "\($0 &* $1)" }.joined(separator: ", ")
    error.detail += " (the chunk at [\(origin)])"
    return error
  }
}
