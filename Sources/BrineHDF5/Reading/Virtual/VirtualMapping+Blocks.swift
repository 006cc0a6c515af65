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

extension DataspaceSelection {
  /// A selection of this kind.
  fileprivate init(rank: Int?, kind: Kind) {
    self.rank = rank
    self.kind = kind
  }
}
