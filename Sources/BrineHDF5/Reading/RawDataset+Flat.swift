import BrineCore

/// Selections of elements that are in one piece.
extension RawDataset {
  /// The elements that are selected, as elements of no type: a view where that is possible.
  func select(_ selection: ResolvedSelection, of flat: MemorySource) throws(HDF5Error) -> NDArray {
    do {
      return try elements(flat).selecting(selection)
    } catch {
      throw HDF5Error(error.code == .tooLarge ? .tooLarge : .badSelection, error.description)
    }
  }

  /// All elements as elements of no type.
  private func elements(_ flat: MemorySource) throws(ArrayError) -> NDArray {
    guard let dtype = DType(checking: .void(elementSize)) else {
      throw ArrayError(.tooLarge, "elements of \(elementSize) bytes are too large")
    }
    return try NDArray(dtype, shape: shape, storage: flat)
  }

  /// Writes a block of elements that are in one piece.
  func copy(_ block: ResolvedSelection.Box, of flat: MemorySource, to target: UnsafeMutableRawPointer) {
    guard let base = flat.memory.baseAddress else { return }
    var box = StridedBox(axes: shape.count)
    var (offset, step) = (0, elementSize)
    for axis in shape.indices.reversed() {
      offset += block.start[axis] * step
      step *= shape[axis]
    }
    for axis in shape.indices {
      step /= max(shape[axis], 1)
      box.add(
        count: block.count[axis], source: block.step[axis] * step,
        target: block.targetStrides[axis] * elementSize)
    }
    box.copy(from: base + offset, to: target + block.target * elementSize, size: elementSize)
    withExtendedLifetime(flat) {}
  }

  /// Writes the fill value over a block.
  func fill(_ block: ResolvedSelection.Box, _ target: UnsafeMutableRawPointer) {
    var box = StridedBox(axes: shape.count)
    for axis in shape.indices {
      box.add(count: block.count[axis], source: 0, target: block.targetStrides[axis] * elementSize)
    }
    let element = fill.bytes.isEmpty ? [UInt8](repeating: 0, count: elementSize) : fill.bytes
    element.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      box.copy(from: base, to: target + block.target * elementSize, size: elementSize)
    }
  }

  /// Writes elements in C order.
  func copy(_ part: NDArray, to target: UnsafeMutableRawPointer) throws(HDF5Error) {
    guard let base = part.storage.memory.baseAddress, part.count > 0 else { return }
    var box = StridedBox(axes: part.shape.count)
    var step = elementSize * part.count
    for (length, stride) in zip(part.shape, part.strides) {
      step /= length
      box.add(count: length, source: stride, target: step)
    }
    box.copy(from: base + part.offset, to: target, size: elementSize)
    withExtendedLifetime(part) {}
  }
}
