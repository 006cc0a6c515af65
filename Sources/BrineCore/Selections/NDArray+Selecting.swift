extension NDArray {
  /// The elements that a selection means: `array[selection]` in NumPy.
  ///
  /// A view of the same memory when there are only indexes and slices, a copy in C order, and in the byte
  /// order that the elements have, when there are index lists or masks. An array of objects keeps its
  /// objects.
  /// - Throws: `ArrayError.badSelection` for what does not fit this shape, `tooLarge`.
  public func selecting(_ selection: Selection) throws(ArrayError) -> NDArray {
    if selection.items.count == 1, case .mask(let mask) = selection.items[0],
      let result = try compressed(mask)
    {
      return result
    }
    return try selecting(selection.resolved(shape: shape))
  }

  /// The elements of a selection that was resolved for this array's shape.
  ///
  /// - Throws: `ArrayError.badSelection` for another shape, `tooLarge`.
  public func selecting(_ selection: ResolvedSelection) throws(ArrayError) -> NDArray {
    guard selection.source == shape else {
      throw ArrayError(.badSelection, "a selection for the shape \(selection.source), not \(shape)")
    }
    guard let points = selection.points else { return view(of: selection) }
    return try gathered(selection, points)
  }

  /// The elements that a selection means.
  ///
  /// - Throws: As ``selecting(_:)-(Selection)``.
  public subscript(_ selection: Selection) -> NDArray {
    get throws(ArrayError) { try selecting(selection) }
  }

  /// The elements that these parts mean: `array[0..<10, .all(step: 2), -1]`, `array[[1, 3, 5]]`,
  /// `array[mask]`.
  ///
  /// - Throws: As ``selecting(_:)-(Selection)`` and ``SelectionPart/selectionItem()``.
  public subscript<First: SelectionPart, each Part: SelectionPart>(
    _ first: First, _ parts: repeat each Part
  ) -> NDArray {
    get throws(ArrayError) { try selecting(Selection(first, repeat each parts)) }
  }

  /// The elements that a text such as `0:10, ::2, -1` means.
  ///
  /// - Throws: `ArrayError.badSelectionText` with the offset in the text, and as
  ///   ``selecting(_:)-(Selection)``.
  public func selecting(text: some StringProtocol) throws(ArrayError) -> NDArray {
    try selecting(Selection(text: text))
  }

  private func view(of selection: ResolvedSelection) -> NDArray {
    let steps = selection.resultAxes.map { stride(of: $0, selection) }
    // A view of nothing may start anywhere, and its strides may say anything.
    let start = selection.count == 0 ? 0 : distance(to: selection)
    return view(shape: selection.shape, strides: steps, offset: offset + start)
  }

  /// How far the first element of a selection is from this array's first one, index lists aside.
  private func distance(to selection: ResolvedSelection) -> Int {
    var distance = 0
    for (axis, part) in selection.axes.enumerated() {
      switch part {
      case .index(let index): distance += index * strides[axis]
      case .range(let start, _, _): distance += start * strides[axis]
      case .points: break
      }
    }
    return distance
  }

  private func stride(of axis: ResolvedSelection.ResultAxis, _ selection: ResolvedSelection) -> Int {
    guard case .source(let number) = axis, case .range(_, let count, let step) = selection.axes[number] else {
      return 0
    }
    // Only strides that are taken must be within the memory.
    return count <= 1 ? strides[number] : strides[number].multiplied(step) ?? 0
  }

  private func gathered(
    _ selection: ResolvedSelection, _ points: ResolvedSelection.Points
  ) throws(ArrayError) -> NDArray {
    try copy(shape: selection.shape, count: selection.count) { target in
      guard let start else { return }
      let surroundings = selection.surroundings
      let sizes = { (axes: ArraySlice<ResolvedSelection.ResultAxis>) in Array(selection.shape[axes.indices]) }
      let steps = { (axes: ArraySlice<ResolvedSelection.ResultAxis>) in axes.map { stride(of: $0, selection) }
      }
      let gather = PointGather(
        points: PointOffsets(points, selection.axes, strides),
        outer: StridedRuns(
          shape: sizes(surroundings.outer), strides: steps(surroundings.outer), itemSize: dtype.itemSize),
        inner: StridedRuns(
          shape: sizes(surroundings.inner), strides: steps(surroundings.inner), itemSize: dtype.itemSize),
        size: dtype.itemSize)
      gather.copy(from: start + distance(to: selection), to: target)
    }
  }

  /// The elements, or rows, that a mask of the leading axes selects; `nil` when the rows have gaps.
  private func compressed(_ mask: Selection.Mask) throws(ArrayError) -> NDArray? {
    let axes = mask.shape.count
    guard axes > 0, shape.starts(with: mask.shape) else { return nil }
    let total = mask.trueCount
    let rows = StridedRuns(
      shape: Array(shape[axes...]), strides: Array(strides[axes...]), itemSize: dtype.itemSize)
    guard rows.runs <= 1, rows.stride == dtype.itemSize || rows.count == 1,
      let count = total.multiplied(rows.runs * rows.count)
    else { return nil }
    return try copy(shape: [total] + shape[axes...], count: count) { target in
      guard let start else { return }
      let places = StridedRuns(
        shape: mask.shape, strides: Array(strides[..<axes]), itemSize: dtype.itemSize)
      mask.withBytes { bytes in
        let scan = MaskScan(bytes: bytes, places: places, total: total)
        scan.copy(rowSize: rows.count * dtype.itemSize, from: start, to: target)
      }
    }
  }

  /// An array of this type and these objects in new memory, which `fill` writes unless it is empty.
  private func copy(
    shape: [Int], count: Int, _ fill: (UnsafeMutableRawPointer) -> Void
  ) throws(ArrayError) -> NDArray {
    guard let size = count.multiplied(dtype.itemSize), NDArray.fits(size),
      let strides = NDArray.strides(of: shape, itemSize: dtype.itemSize)
    else { throw ArrayError(.tooLarge, "a selection of \(count) elements would be larger than memory") }
    let memory = MemorySource(byteCount: size, isZeroed: false) { target in
      if size > 0, let base = target.baseAddress { withExtendedLifetime(storage) { fill(base) } }
    }
    return NDArray(
      unchecked: dtype, shape: shape, strides: strides, count: count, storage: memory, offset: 0,
      objects: objects)
  }
}
