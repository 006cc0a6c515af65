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
        if let size = raw.count.multiplied(raw.elementSize), size <= 256 << 20, check.spend(size) {
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
      guard spend(min(DatasetBlocks.mostBytes, try byteCount(dataset.raw()))) else { return }
      try checkObjects(in: try dataset.read(block.selection))
    }
  }

  /// Takes bytes from the budget; once nothing is left, it says so and does not look at more.
  private mutating func spend(_ count: Int) -> Bool {
    decodeBudget = decodeBudget.subtracting(count) ?? -1
    guard decodeBudget < 0 else { return true }
    let detail = "the file has more elements than its size allows: not all were looked at"
    problem(HDF5Error(.tooLarge, detail), .warning)
    return false
  }

  // MARK: Chunks

  private mutating func checkChunks(
    _ dataset: Dataset, _ raw: RawDataset, _ layout: ChunkedLayout
  ) throws(HDF5Error) {
    checkIndex(layout, dataset.shape)
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
    if table.outside.count > 0 { reportOutside(table, layout) }
    try readChunks(dataset, reader, numbers)
  }

  /// Arrays honestly have chunks outside, where all were allocated at the start.
  private mutating func reportOutside(_ table: ChunkTable, _ layout: ChunkedLayout) {
    guard layout.index == .treeV1 || layout.index == .treeV2, let address = layout.address else { return }
    let detail = "\(table.outside.count) of its chunks are outside the dataset, and are not read"
    problem(
      HDF5Error(.badStructure, detail, structure: "chunk index", offset: address.adding(storage.base)),
      .warning)
  }

  /// All nodes of an index. What its arrays say is verified when all chunks are listed.
  private mutating func checkIndex(_ layout: ChunkedLayout, _ shape: [Int]) {
    guard let address = layout.address else { return }
    switch layout.index {
    case .treeV1:
      checkTree1(address, kind: 1, keySize: 16 + 8 * shape.count) { _, _ throws(HDF5Error) in }
    case .treeV2:
      attempt { check throws(HDF5Error) in
        var last: [UInt64]?
        try check.checkTree(address, types: [10, 11]) { _, record throws(HDF5Error) in
          var fields = record
          try fields.skip(fields.remaining - 8 * shape.count)
          var place: [UInt64] = []
          for _ in shape { place.append(try fields.uint64()) }
          defer { last = place }
          guard let last, !last.lexicographicallyPrecedes(place) else { return }
          throw record.error(.badStructure, "a chunk's record is not in the order of the chunks")
        }
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
    let all = numbers.count
    let table = try reader.locator.table()
    let (numbers, places) = distinct(numbers, table, reader.grid)
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
    result.chunks.total += all
    result.chunks.readable += places.values.reduce(0, +)
    for failure in found {
      result.chunks.readable -= table[failure.number].flatMap { places[$0] } ?? 0
    }
    report(found, table)
  }

  private mutating func report(_ found: [(number: Int, error: HDF5Error)], _ table: ChunkTable) {
    var isKnown = false
    for (number, error) in found {
      // A filter that is not at hand is missed by each chunk in turn.
      if error.isElsewhere, isKnown { continue }
      isKnown = isKnown || error.isElsewhere
      problem(error.inChunk(number, table[number]?.address.adding(storage.base), table.grid))
    }
  }

  /// The chunks that have to be decoded, each that is stored once, until the budget is spent; and for how many places
  /// of the grid each stands.
  private mutating func distinct(
    _ numbers: [Int], _ table: ChunkTable, _ grid: ChunkGrid
  ) -> (numbers: [Int], places: [StoredChunk: Int]) {
    var places: [StoredChunk: Int] = [:]
    var chosen: [Int] = []
    for number in numbers {
      guard let chunk = table[number] else { continue }
      if places[chunk] == nil {
        guard spend(grid.chunkBytes) else { break }
        chosen.append(number)
      }
      places[chunk, default: 0] += 1
    }
    return (chosen, places)
  }

  /// Chunks of a damaged index, one by one: what it still finds can still be read.
  private mutating func lookUpChunks(_ dataset: Dataset, _ reader: ChunkedReader) {
    guard reader.grid.count <= 1 << 16, let lookup = try? reader.locator.lookup(1) else { return }
    var place = [Int](repeating: 0, count: reader.grid.shape.count)
    var seen: [StoredChunk: Bool] = [:]
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
        if let chunk {
          if let known = seen[chunk] {
            isReadable = known
          } else if spend(reader.grid.chunkBytes) {
            seen[chunk] = false
            _ = try dataset.readRaw(Self.selection(number, reader.grid))
            isReadable = true
            seen[chunk] = true
          }
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
        return .slice(.init(start, min(start.adding(grid.chunk[axis]) ?? .max, grid.shape[axis])))
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
