import BrineCore
import Synchronization

/// The elements of a dataset as the bytes that the file has for them.
final class RawDataset: Sendable {
  let file: HDF5File
  let storage: FileStorage
  let shape: [Int]
  /// How long each axis may become; `nil` for an unlimited one.
  let maxShape: [Int?]
  let elementSize: Int
  let layout: DataLayout
  let pipeline: FilterPipeline
  let fill: FillPattern
  /// The files that have the elements, when they are not in this one.
  let externalFiles: ExternalFiles?
  /// What finds the elements of a virtual dataset.
  let virtual: VirtualReader?
  /// How many elements there are.
  let count: Int
  private let state = Mutex(State())

  private struct State {
    var chunked: ChunkedReader?
    /// All elements' bytes, when they are in external files.
    var flat: MemorySource?
  }

  init(
    file: HDF5File, shape: [Int], maxShape: [Int?], elementSize: Int, layout: DataLayout,
    pipeline: FilterPipeline, fill: [UInt8], externalFiles: ExternalFiles?,
    virtual: VirtualReader?
  ) throws(HDF5Error) {
    guard elementSize > 0, let count = NDArray.count(shape) else {
      throw HDF5Error(.badDataspace, "a dataset of shape \(shape) with elements of \(elementSize) bytes")
    }
    try file.storage.checkSize(of: 1, elementSize)
    self.file = file
    storage = file.storage
    self.externalFiles = externalFiles
    self.virtual = virtual
    self.shape = shape
    self.maxShape = maxShape
    self.elementSize = elementSize
    self.layout = layout
    self.pipeline = pipeline
    // A fill value of another size can't be meant.
    self.fill = FillPattern(fill.count == elementSize ? fill : [])
    self.count = count
  }

  /// The reader of chunks; `nil` for other layouts.
  ///
  /// - Throws: `HDF5Error` for chunks that can't be, or an index whose header is damaged.
  func chunked() throws(HDF5Error) -> ChunkedReader? {
    guard case .chunked(let layout) = layout else { return nil }
    if let reader = state.withLock({ $0.chunked }) { return reader }
    let reader = try ChunkedReader(
      layout, shape: shape, maxShape: maxShape, pipeline: pipeline, fill: fill, elementSize: elementSize,
      in: storage)
    return state.withLock { state in
      let kept = state.chunked ?? reader
      state.chunked = kept
      return kept
    }
  }

  /// All elements' bytes, which are in one piece; `nil` when they are in chunks or nowhere.
  private func flat(_ size: Int) throws(HDF5Error) -> MemorySource? {
    if let externalFiles {
      if let known = state.withLock({ $0.flat }) { return known }
      let bytes = try externalFiles.bytes(size, of: file)
      state.withLock { $0.flat = bytes }
      return bytes
    }
    switch layout {
    case .chunked, .virtual, .contiguous(address: nil, _): return nil
    case .compact(let source, let range):
      guard range.count >= size else {
        throw HDF5Error(
          .truncated, "\(range.count) bytes instead of \(size)", structure: "compact data",
          offset: range.lowerBound)
      }
      return try slice(source, range.lowerBound..<range.lowerBound + size)
    case .contiguous(let address?, _):
      let start = try storage.offset(of: address, count: size, "contiguous data")
      return try slice(storage.source, start..<start + size)
    }
  }

  private func slice(_ source: MemorySource, _ range: Range<Int>) throws(HDF5Error) -> MemorySource {
    do {
      return try source.slice(range)
    } catch {
      throw HDF5Error(.truncated, error.description)
    }
  }

  /// How many bytes `count` elements take.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` when a file of this size can't honestly have so many.
  @discardableResult
  func checkSize(of count: Int) throws(HDF5Error) -> Int {
    try storage.checkSize(of: count, elementSize)
  }

  /// The bytes of the elements that are selected, in C order: those of the file itself where they lie so.
  ///
  /// - Parameter selection: `nil` for all elements.
  func readRaw(_ selection: ResolvedSelection? = nil) throws(HDF5Error) -> MemorySource {
    let size = count.multiplied(elementSize)
    if let size, size > 0, let flat = try flat(size) {
      guard let selection else { return flat }
      let part = try select(selection, of: flat)
      if part.isContiguous {
        let start = part.count == 0 ? 0 : part.offset
        return try slice(part.storage, start..<start + part.count * elementSize)
      }
    }
    let wanted = try checkSize(of: selection?.count ?? count)
    var failure: HDF5Error?
    let result = MemorySource(byteCount: wanted, isZeroed: false) { target in
      do throws(HDF5Error) {
        try read(selection, into: target)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Some bytes of each element that is selected, in C order, when the elements are in chunks; else `nil`.
  func readChunks(_ selection: ResolvedSelection?, _ part: Range<Int>) throws(HDF5Error) -> MemorySource? {
    guard let reader = try chunked(), part.upperBound <= elementSize else { return nil }
    let wanted = try whole(or: selection)
    let size = try storage.checkSize(of: wanted.count, part.count)
    var failure: HDF5Error?
    let result = MemorySource(byteCount: size, isZeroed: false) { target in
      guard size > 0 else { return }
      do throws(HDF5Error) {
        try read(reader, wanted, ElementPart(part, of: reader.whole), target)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Writes the elements that are selected, in C order, into the caller's memory.
  ///
  /// - Parameters:
  ///   - selection: `nil` for all elements.
  ///   - target: As many bytes as these elements have.
  func read(
    _ selection: ResolvedSelection?, into target: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let base = target.baseAddress, target.count > 0 else { return }
    guard (selection?.count ?? count).multiplied(elementSize) == target.count else {
      throw HDF5Error(.badSelection, "memory of \(target.count) bytes for another number of elements")
    }
    if let reader = try chunked() {
      return try read(reader, whole(or: selection), reader.whole, target)
    }
    if let virtual {
      fill.fill(target)
      for box in try whole(or: selection).boxes { try virtual.read(box, shape: shape, into: base) }
      return
    }
    guard let size = count.multiplied(elementSize), let flat = try flat(size) else {
      return fill.fill(target)
    }
    guard let selection else { return target.copyMemory(from: flat.memory) }
    let part = try select(selection, of: flat)
    try copy(part, to: base)
  }

  /// Writes a block of the elements.
  ///
  /// - Parameter base: Where the element with the number zero of the result belongs.
  func read(_ box: ResolvedSelection.Box, into base: UnsafeMutableRawPointer) throws(HDF5Error) {
    if let reader = try chunked() { return try reader.read(box, into: base) }
    guard virtual == nil, let size = count.multiplied(elementSize), let flat = try flat(size) else {
      fill(box, base)
      try virtual?.read(box, shape: shape, into: base)
      return
    }
    copy(box, of: flat, to: base)
  }

  /// A selection, or that of all elements.
  private func whole(or selection: ResolvedSelection?) throws(HDF5Error) -> ResolvedSelection {
    if let selection { return selection }
    do {
      return try Selection.all.resolved(shape: shape)
    } catch {
      throw HDF5Error(.badSelection, error.description)
    }
  }

  private func read(
    _ reader: ChunkedReader, _ selection: ResolvedSelection, _ part: ElementPart,
    _ target: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let points = selection.points else {
      for box in selection.boxes { try reader.read(whole: box, part, into: target) }
      return
    }
    let isPlain = selection.axes.allSatisfy { if case .range = $0 { false } else { true } }
    if isPlain { return try reader.read(ChunkPieces(selection, points, reader.grid, part), into: target) }
    var boxes: [ResolvedSelection.Box] = []
    // A closure that throws crashes some compilers.
    var failure: HDF5Error?
    selection.forEachBox { box in
      boxes.append(box)
      guard boxes.count == 4096, failure == nil else { return }
      do throws(HDF5Error) {
        try reader.read(ChunkPieces(boxes, reader.grid, part), into: target)
      } catch {
        failure = error
      }
      boxes.removeAll(keepingCapacity: true)
    }
    if let failure { throw failure }
    try reader.read(ChunkPieces(boxes, reader.grid, part), into: target)
  }
}
