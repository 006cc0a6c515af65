import BrineCore
import Synchronization

/// Reads virtual datasets, whose elements are those of others.
final class VirtualReader: Sendable {
  let mappings: [VirtualMapping]
  private let file: HDF5File
  /// What identifies the dataset, so that one that is made of itself is found out.
  private let address: Int
  private let type: Datatype
  private let sources = Mutex<[String: Dataset?]>([:])

  init(
    heap: Int?, index: Int, address: Int, type: Datatype, in file: HDF5File
  ) throws(HDF5Error) {
    mappings = try VirtualMapping.all(heap: heap, index: index, in: file.storage)
    self.file = file
    self.address = address
    self.type = type
  }

  /// The dataset that a mapping names; `nil` when there is none: then the fill value is read.
  ///
  /// - Throws: `HDF5Error`: `notAllowed`, `cyclic`, or what is wrong with the dataset.
  private func source(_ mapping: VirtualMapping, block: Int?) throws(HDF5Error) -> Dataset? {
    let fileName = VirtualMapping.name(mapping.fileName, block: block)
    let name = VirtualMapping.name(mapping.datasetName, block: block)
    let key = "\(fileName)\0\(name)"
    if let known = sources.withLock({ $0[key] }) { return known }
    var found: Dataset?
    do throws(HDF5Error) {
      let other = fileName == "." ? file : try file.externalFile(fileName)
      found = try nested(other, name)
    } catch {
      switch error.code {
      case .notFound, .brokenLink, .unreadable, .notHDF5: break
      default: throw error
      }
    }
    sources.withLock {
      if $0.count >= 1024 { $0.removeAll() }
      $0[key] = .some(found)
    }
    return found
  }

  private func nested(_ other: HDF5File, _ name: String) throws(HDF5Error) -> Dataset? {
    try VirtualNesting.enter(self.file, address) { () throws(HDF5Error) -> Dataset? in
      try other[name].dataset
    }
  }

  /// Writes what a block of the virtual dataset has of its sources. The rest of the target stays as it is.
  ///
  /// - Parameter base: Where the whole result begins.
  func read(
    _ box: ResolvedSelection.Box, shape: [Int], into base: UnsafeMutableRawPointer
  ) throws(HDF5Error) {
    for mapping in mappings {
      guard mapping.isNumbered else {
        try read(mapping, block: nil, box, shape, base)
        continue
      }
      for block in mapping.blocks(in: box) {
        try read(mapping.block(block), block: block, original: mapping, box, shape, base)
      }
    }
  }

  private func read(
    _ mapping: VirtualMapping, block: Int?, original: VirtualMapping? = nil, _ box: ResolvedSelection.Box,
    _ shape: [Int], _ base: UnsafeMutableRawPointer
  ) throws(HDF5Error) {
    guard mapping.mayTouch(box), let found = try source(original ?? mapping, block: block) else { return }
    let source = try VirtualSource(found, type: type, in: file)
    let mapping = try mapping.withWholeSource(source.raw.shape, in: shape)
    let plan = try VirtualPlan(mapping, shape: shape, source: source.raw.shape)
    try VirtualNesting.enter(file, address) { () throws(HDF5Error) -> Void in
      switch plan {
      case .product(let pairs, let sourceAxis, let fixed):
        try VirtualProduct(pairs: pairs, sourceAxis: sourceAxis, fixed: fixed).read(box, source, base)
      case .rows(let rows):
        for row in rows {
          guard let part = Self.part(row, of: box, shape, source.raw.shape) else { continue }
          try source.read(part, into: base)
        }
      }
    }
  }

  /// What a block has of a row, as a block of the source.
  private static func part(
    _ row: (virtual: Int, source: Int, count: Int), of box: ResolvedSelection.Box, _ shape: [Int],
    _ source: [Int]
  ) -> ResolvedSelection.Box? {
    guard let element = box.element(row.source, in: source) else { return nil }
    var part = element
    var rest = row.virtual
    for axis in shape.indices.reversed() {
      let (quotient, place) = rest.quotientAndRemainder(dividingBy: max(shape[axis], 1))
      rest = quotient
      let isLast = axis == shape.count - 1
      let pair = SelectedAxis.Pair(
        virtual: place, source: source.isEmpty ? 0 : part.start[source.count - 1], virtualStep: 1,
        sourceStep: 1, count: isLast ? row.count : 1)
      guard let found = pair.part(start: box.start[axis], step: box.step[axis], count: box.count[axis]) else {
        return nil
      }
      part.target += found.number * box.targetStrides[axis]
      guard isLast, let last = source.indices.last else { continue }
      part.start[last] = found.source
      part.step[last] = found.sourceStep
      part.count[last] = found.count
      part.targetStrides[last] = found.numberStep * box.targetStrides[axis]
    }
    return part
  }
}

extension ResolvedSelection.Box {
  /// One element of another dataset, by its number in C order, at this block's place; `nil` beyond the shape.
  fileprivate func element(_ number: Int, in shape: [Int]) -> ResolvedSelection.Box? {
    var start = shape
    var rest = number
    for axis in shape.indices.reversed() {
      guard shape[axis] > 0 else { return nil }
      (rest, start[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
    }
    guard rest == 0 else { return nil }
    let ones = shape.map { _ in 1 }
    var box = self
    (box.start, box.count, box.step) = (start, ones, ones)
    box.targetStrides = shape.map { _ in 0 }
    return box
  }
}

// MARK: - Extents

extension VirtualReader {
  /// The shape that the sources give to a dataset that may grow: as much as any of them has.
  func extent(_ shape: [Int], maxShape: [Int?]) -> [Int] {
    var result = shape
    for axis in shape.indices where maxShape[axis] == nil {
      var length: Int?
      var least = 0
      for mapping in mappings {
        if mapping.unlimitedAxis == axis {
          length = max(length ?? 0, (try? self.length(mapping, axis)) ?? 0)
        } else if let end = mapping.virtual.end(axis) {
          least = max(least, end)
        }
      }
      if let length { result[axis] = max(length, least) }
    }
    return result
  }

  /// How far a mapping reaches along the axis on which it goes on for ever.
  private func length(_ mapping: VirtualMapping, _ axis: Int) throws(HDF5Error) -> Int {
    guard case .regular(let axes) = mapping.virtual.kind else { return 0 }
    let own = axes[axis]
    if mapping.isNumbered {
      var block = 0
      // The first one that is missing is the end.
      while block < 1 << 20, try source(mapping, block: block) != nil { block += 1 }
      guard block > 0 else { return 0 }
      return own.start + (block - 1) * own.stride + (own.block ?? 0)
    }
    guard let source = try source(mapping, block: nil), let theirs = mapping.source.unlimitedAxis,
      case .regular(let sourceAxes) = mapping.source.kind, theirs < source.shape.count
    else { return 0 }
    let count = sourceAxes[theirs].length(in: source.shape[theirs])
    guard count > 0 else { return 0 }
    guard let block = own.block, block != own.stride, block > 0 else { return own.start + count }
    let (whole, rest) = count.quotientAndRemainder(dividingBy: block)
    return rest > 0 ? own.start + own.stride * whole + rest : own.start + own.stride * (whole - 1) + block
  }
}

extension DataspaceSelection {
  /// Where it ends along an axis; `nil` when that depends on the extent.
  fileprivate func end(_ axis: Int) -> Int? {
    guard case .regular(let axes) = kind, axis < axes.count, let count = axes[axis].count,
      let block = axes[axis].block, count > 0
    else {
      guard case .blocks(let numbers) = kind, let rank else { return nil }
      return stride(from: 0, to: numbers.count, by: 2 * rank).map { numbers[$0 + rank + axis] + 1 }.max()
    }
    return (count - 1).multiplied(axes[axis].stride)?.adding(axes[axis].start)?.adding(block)
  }
}

extension DataspaceSelection.Axis {
  /// How many indexes there are within a length.
  fileprivate func length(in extent: Int) -> Int {
    guard extent > start else { return 0 }
    guard let block else { return extent - start }
    let (whole, rest) = (extent - start).quotientAndRemainder(dividingBy: Swift.max(stride, 1))
    return whole * block + Swift.min(rest, block)
  }
}
