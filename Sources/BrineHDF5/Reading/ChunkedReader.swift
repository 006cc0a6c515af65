import BrineCore
import Synchronization

/// Reads the elements of a dataset in chunks.
final class ChunkedReader: Sendable {
  let storage: FileStorage
  let layout: ChunkedLayout
  let pipeline: FilterPipeline
  let grid: ChunkGrid
  let locator: ChunkLocator
  /// All bytes of each element.
  let whole: ElementPart
  private let workers = WorkerPool()

  /// - Throws: `HDF5Error` for chunks that can't be, or an index whose header is damaged.
  init(
    _ layout: ChunkedLayout, shape: [Int], maxShape: [Int?], pipeline: FilterPipeline, fill: FillPattern,
    elementSize: Int, in storage: FileStorage
  ) throws(HDF5Error) {
    self.storage = storage
    self.layout = layout
    self.pipeline = pipeline
    whole = ElementPart(size: elementSize, fill: fill)
    guard layout.elementSize == elementSize else {
      throw HDF5Error(
        .badStructure, "chunks of elements of \(layout.elementSize) bytes, not \(elementSize)",
        structure: "data layout")
    }
    grid = try ChunkGrid(shape: shape, chunk: layout.chunk, elementSize: elementSize)
    let index = try layout.makeIndex(grid: grid, maxShape: maxShape, in: storage)
    locator = ChunkLocator(grid: grid, index: index)
  }

  /// A chunk's bytes as the file has them.
  ///
  /// - Parameter place: Its place in the grid.
  func storedBytes(
    of chunk: StoredChunk, _ place: UnsafeBufferPointer<Int>
  ) throws(HDF5Error) -> (bytes: UnsafeRawBufferPointer, mask: UInt32, isFiltered: Bool) {
    var mask = chunk.filterMask
    if layout.leavesPartialChunksUnfiltered, grid.isPartial(place) { mask = .max }
    let count = pipeline.filters.count
    let all = count == 0 ? 0 : UInt32.max >> UInt32(32 - count)
    let isFiltered = mask & all != all
    let start = try storage.offset(of: chunk.address, count: chunk.size, "chunk")
    let bytes = UnsafeRawBufferPointer(rebasing: storage.source.memory[start..<start + chunk.size])
    guard isFiltered || chunk.size >= grid.chunkBytes else {
      throw HDF5Error(
        .badChunk, "a chunk has \(chunk.size) bytes instead of \(grid.chunkBytes)", structure: "chunk",
        offset: start)
    }
    return (bytes, mask, isFiltered)
  }

  /// Reads one block, to which all of the target belongs.
  func read(
    whole box: ResolvedSelection.Box, _ part: ElementPart, into target: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let base = target.baseAddress else { return }
    let plan = BoxPlan(box, grid, part)
    let lookup = try locator.lookup(plan.touched)
    // Where there are few chunks, everything is filled first.
    if lookup.isEmpty || (lookup.table?.count ?? .max) < plan.touched / 2 {
      return try readSparse(plan, lookup, target)
    }
    try read(plan, lookup, into: base)
  }

  /// Reads one block into a part of memory.
  func read(_ box: ResolvedSelection.Box, into base: UnsafeMutableRawPointer) throws(HDF5Error) {
    let plan = BoxPlan(box, grid, whole)
    try read(plan, locator.lookup(plan.touched), into: base)
  }

  private func read(
    _ plan: BoxPlan, _ lookup: ChunkLocator.Lookup, into target: UnsafeMutableRawPointer
  ) throws(HDF5Error) {
    // Threads write to different parts of it.
    nonisolated(unsafe) let base = target
    try forEach(plan.touched) { (worker, number) throws(HDF5Error) in
      plan.place(number, worker.scaled)
      try worker.copy(plan, lookup, to: base, skipsMissing: false)
    }
  }

  /// Reads one block, of which most was never written. All of the target belongs to the block.
  private func readSparse(
    _ plan: BoxPlan, _ lookup: ChunkLocator.Lookup, _ target: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let start = target.baseAddress else { return }
    nonisolated(unsafe) let base = start
    plan.part.fill.fill(target)
    let numbers = lookup.table?.numbers ?? []
    try forEach(numbers.count) { (worker, index) throws(HDF5Error) in
      self.grid.place(of: numbers[index], worker.scaled)
      guard plan.touches(worker.place) else { return }
      try worker.copy(plan, lookup, to: base, skipsMissing: true)
    }
  }

  /// Reads single elements or many blocks.
  func read(_ pieces: ChunkPieces, into target: UnsafeMutableRawBufferPointer) throws(HDF5Error) {
    guard let start = target.baseAddress else { return }
    nonisolated(unsafe) let base = start
    let lookup = try locator.lookup(pieces.groups.count)
    try forEach(pieces.groups.count) { (worker, group) throws(HDF5Error) in
      try worker.copy(pieces.pieces[pieces.groups[group]], pieces, lookup, to: base)
    }
  }

  /// Calls `body` with all numbers below a count, on as many threads as are worth it and allowed.
  private func forEach(
    _ count: Int, _ body: @Sendable (ChunkWorker, Int) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let work = count.multiplied(grid.chunkBytes) ?? .max
    let threads = work < 256 << 10 ? 1 : min(storage.reading.threads, count)
    // Who reads much of a dataset would only push out what others come back to.
    let keepsChunks = storage.chunkCache.keeps(grid.chunkBytes) && work <= storage.chunkCache.limit / 2
    guard threads > 1 else {
      let worker = worker(keepsChunks)
      defer { workers.give(worker, size: grid.chunkBytes) }
      for number in 0..<count { try body(worker, number) }
      return
    }
    try ParallelLoop.run(count, threads: threads) { (next) throws(HDF5Error) in
      let worker = self.worker(keepsChunks)
      defer { self.workers.give(worker, size: self.grid.chunkBytes) }
      while let number = next() { try body(worker, number) }
    }
  }

  private func worker(_ keepsChunks: Bool) -> ChunkWorker {
    let worker = workers.take() ?? ChunkWorker(self)
    worker.keepsChunks = keepsChunks
    return worker
  }
}

/// Workers that wait for the next read.
private final class WorkerPool: Sendable {
  private let idle = Mutex<[Holder]>([])

  private struct Holder: @unchecked Sendable {
    // Sendable: whoever took a worker out of the pool has it alone.
    let worker: ChunkWorker
  }

  func take() -> ChunkWorker? { idle.withLock { $0.popLast() }?.worker }

  /// Takes a worker back, unless it holds so much memory that it should rather go.
  func give(_ worker: ChunkWorker, size: Int) {
    guard size <= 4 << 20 else { return }
    let holder = Holder(worker: worker)
    idle.withLock { if $0.count < 16 { $0.append(holder) } }
  }
}
