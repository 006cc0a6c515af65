import BrineCore

/// Mappings that go on for ever, block by block.
extension VirtualMapping {
  /// The numbers of the blocks that a block of a selection may touch.
  func blocks(in box: ResolvedSelection.Box) -> Range<Int> {
    guard let axis = unlimitedAxis, case .regular(let axes) = virtual.kind, axis < box.start.count else {
      return 0..<0
    }
    let own = axes[axis]
    let last = box.start[axis] + (box.count[axis] - 1) * box.step[axis]
    guard last >= own.start else { return 0..<0 }
    let first = max(box.start[axis] - own.start - (own.block ?? 1) + 1, 0)
    return first / max(own.stride, 1)..<(last - own.start) / max(own.stride, 1) + 1
  }

  /// The mapping of one block alone.
  func block(_ number: Int) -> VirtualMapping {
    guard let axis = unlimitedAxis, case .regular(var axes) = virtual.kind else { return self }
    axes[axis].start += number * axes[axis].stride
    axes[axis].count = 1
    return VirtualMapping(
      fileName: fileName, datasetName: datasetName, source: source,
      virtual: DataspaceSelection(rank: virtual.rank, kind: .regular(axes)))
  }

  /// Whether a block of a selection may have something of this mapping.
  func mayTouch(_ box: ResolvedSelection.Box) -> Bool {
    guard case .regular(let axes) = virtual.kind, axes.count == box.start.count else { return true }
    for (axis, own) in axes.enumerated() {
      let last = box.start[axis] + (box.count[axis] - 1) * box.step[axis]
      if last < own.start { return false }
      guard let count = own.count, let block = own.block else { continue }
      guard let end = (count - 1).multiplied(own.stride)?.adding(own.start)?.adding(block) else { continue }
      if end <= box.start[axis] { return false }
    }
    return true
  }
}

/// Mappings that take all of a dataset.
extension VirtualMapping {
  /// The mapping for a source of this shape. One that takes all of it must have as many elements, but for those with
  /// a file for each block: there all is what the block has room for.
  ///
  /// - Throws: `HDF5Error.Code.badSelection`.
  func withWholeSource(_ source: [Int], in shape: [Int]) throws(HDF5Error) -> VirtualMapping {
    guard case .all = self.source.kind, let count = source.checkedProduct,
      let wanted = virtual.kind == .all ? shape.checkedProduct : virtual.elementCount, wanted != count
    else { return self }
    guard isBlock, case .regular(let axes) = virtual.kind, axes.count == source.count,
      zip(axes, source).allSatisfy({ axis, extent in (axis.length ?? .max) <= extent })
    else {
      throw HDF5Error(
        .badSelection, "all of a dataset is mapped to \(wanted) elements, but it has \(count)",
        structure: "global heap block for virtual datasets")
    }
    let room = axes.map { DataspaceSelection.Axis(start: 0, stride: 1, count: 1, block: $0.length) }
    return VirtualMapping(
      fileName: fileName, datasetName: datasetName,
      source: DataspaceSelection(rank: axes.count, kind: .regular(room)), virtual: virtual)
  }

  /// Whether it is one block of a mapping whose names have a block's number in them.
  private var isBlock: Bool { Self.hasNumber(fileName) || Self.hasNumber(datasetName) }
}

extension DataspaceSelection.Axis {
  /// How many indexes there are; `nil` for no end.
  fileprivate var length: Int? { count.flatMap { count in block.flatMap { count.multiplied($0) } } }
}

extension DataspaceSelection {
  /// A selection of this kind.
  fileprivate init(rank: Int?, kind: Kind) {
    self.rank = rank
    self.kind = kind
  }
}
