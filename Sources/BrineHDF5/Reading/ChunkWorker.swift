import BrineCore

/// What one thread needs to read chunks.
///
/// Not safe to use from two threads at once.
final class ChunkWorker {
  unowned let reader: ChunkedReader
  /// The place in the grid of the chunk that is read.
  let scaled: UnsafeMutableBufferPointer<Int>
  /// Whether chunks that are taken in part are kept for the next read.
  var keepsChunks = false
  private let decoder: ChunkDecoder
  private var box: StridedBox

  init(_ reader: ChunkedReader) {
    self.reader = reader
    let axes = reader.grid.shape.count
    scaled = .allocate(capacity: max(axes, 1))
    scaled.initialize(repeating: 0)
    box = StridedBox(axes: axes)
    decoder = ChunkDecoder(
      pipeline: reader.pipeline, size: reader.grid.chunkBytes, limits: reader.storage.limits)
  }

  deinit { scaled.deallocate() }

  var place: UnsafeBufferPointer<Int> { UnsafeBufferPointer(scaled) }

  /// Puts what a block selects of the chunk at `scaled` where it belongs.
  ///
  /// - Parameter skipsMissing: Whether the target has the fill value already.
  func copy(
    _ plan: BoxPlan, _ lookup: ChunkLocator.Lookup, to target: UnsafeMutableRawPointer, skipsMissing: Bool
  ) throws(HDF5Error) {
    guard let number = reader.grid.number(of: place) else { return }
    guard let chunk = try lookup.chunk(number, place) else {
      if !skipsMissing { fill(plan, target) }
      return
    }
    let offsets = measure(plan)
    let isWhole = box.count == reader.grid.chunkBytes / reader.grid.elementSize
    let size = plan.part.size
    let isDense = size == reader.grid.elementSize && box.isDense(size: size)
    let destination =
      isWhole && isDense
      ? UnsafeMutableRawBufferPointer(start: target + offsets.target, count: reader.grid.chunkBytes) : nil
    try withBytes(of: chunk, number, isWhole: isWhole, destination) { bytes in
      guard let base = bytes.baseAddress, base != destination.flatMap({ UnsafeRawPointer($0.baseAddress) })
      else { return }
      box.copy(
        from: base + offsets.source + plan.part.range.lowerBound, to: target + offsets.target, size: size)
    }
  }

  /// Fills what a block selects of the chunk at `scaled`.
  private func fill(_ plan: BoxPlan, _ target: UnsafeMutableRawPointer) {
    let offset = measure(plan, isFilling: true).target
    let size = plan.part.size
    if box.isContiguousTarget(size: size) {
      let part = UnsafeMutableRawBufferPointer(start: target + offset, count: box.count * size)
      return plan.part.fill.fill(part)
    }
    plan.part.fillBytes.withUnsafeBytes { element in
      guard let base = element.baseAddress else { return }
      box.copy(from: base, to: target + offset, size: size)
    }
  }

  /// Sets `box` to what a block selects of the chunk at `scaled`; where that begins in the chunk, and in the
  /// target.
  private func measure(_ plan: BoxPlan, isFilling: Bool = false) -> (source: Int, target: Int) {
    var (source, target) = (0, plan.target)
    box.clear()
    for axis in plan.axes.indices {
      let part = plan.axes[axis]
      let range = part.part(in: scaled[axis])
      let stride = isFilling ? 0 : reader.grid.byteStrides[axis]
      source &+= (part.start &+ range.lowerBound &* part.step &- scaled[axis] &* part.chunk) &* stride
      target &+= range.lowerBound &* part.target
      box.add(count: range.count, source: stride &* part.step, target: part.target)
    }
    return (source, target)
  }

  /// Copies single elements and blocks out of one chunk.
  func copy(
    _ pieces: ArraySlice<ChunkPieces.Piece>, _ all: ChunkPieces, _ lookup: ChunkLocator.Lookup,
    to target: UnsafeMutableRawPointer
  ) throws(HDF5Error) {
    guard let number = pieces.first?.chunk else { return }
    reader.grid.place(of: number, scaled)
    let (plans, size) = (all.plans, all.part.size)
    guard let chunk = try lookup.chunk(number, place) else {
      for piece in pieces where piece.box >= 0 { fill(plans[piece.box], target) }
      for piece in pieces where piece.box < 0 {
        all.part.fill.fill(UnsafeMutableRawBufferPointer(start: target + piece.target, count: size))
      }
      return
    }
    try withBytes(of: chunk, number, isWhole: false, nil) { bytes in
      guard let start = bytes.baseAddress else { return }
      let base = start + all.part.range.lowerBound
      for piece in pieces {
        if piece.box < 0 {
          (target + piece.target).copyMemory(from: base + piece.source, byteCount: size)
        } else {
          let offsets = measure(plans[piece.box])
          box.copy(from: base + offsets.source, to: target + offsets.target, size: size)
        }
      }
    }
  }

  /// Calls `body` with a chunk's decoded bytes: those of `destination` when they could be put there.
  func withBytes(
    of chunk: StoredChunk, _ number: Int, isWhole: Bool, _ destination: UnsafeMutableRawBufferPointer?,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(HDF5Error) {
    let stored = try reader.storedBytes(of: chunk, place)
    guard stored.isFiltered else { return body(stored.bytes) }
    let key = ChunkCache.Key(index: reader.layout.address ?? 0, number: number)
    let cache = reader.storage.chunkCache
    if let kept = cache.bytes(key) {
      body(kept.memory)
      return withExtendedLifetime(kept) {}
    }
    if keepsChunks, !isWhole {
      let memory = try decoded(stored.bytes, stored.mask, chunk, key)
      body(memory.memory)
      return withExtendedLifetime(memory) {}
    }
    do throws(HDF5Error) {
      body(try decoder.decode(stored.bytes, mask: stored.mask, into: destination))
    } catch {
      throw error.inChunk(origin, at: chunk.address)
    }
  }

  /// Where in the dataset the chunk at `scaled` begins.
  private var origin: [Int] { zip(scaled, reader.grid.chunk).map { $0 * $1 } }

  /// A chunk's decoded bytes, which are kept.
  private func decoded(
    _ bytes: UnsafeRawBufferPointer, _ mask: UInt32, _ chunk: StoredChunk, _ key: ChunkCache.Key
  ) throws(HDF5Error) -> MemorySource {
    let size = reader.grid.chunkBytes
    do throws(HDF5Error) {
      // A chunk that can't be so large must not take the memory first.
      guard size <= reader.storage.limits.mostDecompressed(from: bytes.count) else {
        throw HDF5Error(.tooLarge, "a chunk of \(size) bytes is packed into \(bytes.count)")
      }
      let room = reader.storage.chunkCache.room(size)
      let result = try decoder.decode(bytes, mask: mask, into: room.memory)
      if result.baseAddress != UnsafeRawPointer(room.memory.baseAddress) {
        room.memory.copyMemory(from: result)
      }
      return reader.storage.chunkCache.add(key, room)
    } catch {
      throw error.inChunk(origin, at: chunk.address)
    }
  }
}

extension HDF5Error {
  /// The same error, with the place of the chunk where it happened.
  func inChunk(_ origin: [Int], at address: Int) -> HDF5Error {
    var error = self
    error.structure = error.structure ?? "chunk at \(origin)"
    error.context.offset = error.context.offset ?? address
    return error
  }
}
