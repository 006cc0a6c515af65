/// Other views of the same memory.
extension NDArray {
  /// The axes in reverse order, or in the order given.
  ///
  /// - Throws: `ArrayError.badSelection` when `order` does not name each axis once.
  public func transposed(_ order: [Int]? = nil) throws(ArrayError) -> NDArray {
    let order = order ?? shape.indices.reversed()
    guard order.sorted() == Array(shape.indices) else {
      throw ArrayError(.badSelection, "\(order) is no order of \(shape.count) axes")
    }
    return view(shape: order.map { shape[$0] }, strides: order.map { strides[$0] }, offset: offset)
  }

  /// The same elements in C order in another shape. They are copied only where no strides could say it.
  ///
  /// - Throws: `ArrayError.badShape` when the shape has another number of elements.
  public func reshaped(_ shape: [Int]) throws(ArrayError) -> NDArray {
    guard NDArray.count(shape) == count else {
      throw ArrayError(.badShape, "\(count) elements are not of shape \(shape)")
    }
    let source = isContiguous ? self : try copied()
    guard let strides = NDArray.strides(of: shape, itemSize: source.dtype.itemSize) else {
      throw ArrayError(.badShape, "\(count) elements are not of shape \(shape)")
    }
    return source.view(shape: shape, strides: strides, offset: source.offset)
  }

  /// The elements as if repeated along axes of length one, and along new ones in front: NumPy's `broadcast_to`.
  ///
  /// - Throws: `ArrayError.badShape` when the shapes don't fit.
  public func broadcast(to target: [Int]) throws(ArrayError) -> NDArray {
    let missing = target.count - shape.count
    guard missing >= 0, let count = NDArray.count(target) else {
      throw ArrayError(.badShape, "\(shape) can't be broadcast to \(target)")
    }
    try NDArray.checkSize(count, dtype)
    var steps = [Int](repeating: 0, count: target.count)
    for axis in shape.indices {
      guard shape[axis] == target[axis + missing] || shape[axis] == 1 else {
        throw ArrayError(.badShape, "\(shape) can't be broadcast to \(target)")
      }
      steps[axis + missing] = shape[axis] == 1 ? 0 : strides[axis]
    }
    return view(shape: target, strides: steps, offset: offset)
  }

  /// The values of one field of a structured array.
  ///
  /// - Throws: `ArrayError.typeMismatch` when there is no such field.
  public func field(_ name: String) throws(ArrayError) -> NDArray {
    guard case .structured(let record) = dtype.kind, let field = record[name] else {
      throw ArrayError(.typeMismatch, "\(dtype) has no field \(name)")
    }
    let values = view(dtype: field.dtype, shape: shape, strides: strides, offset: offset + field.offset)
    return values.expandingSubarrays()
  }

  /// An array of a sub-array type as NumPy has it: the sub-array's axes are further ones of the array. The array as it is where
  /// that would make more axes than there can be.
  public func expandingSubarrays() -> NDArray { expandedSubarrays ?? self }

  /// The same; `nil` where there would be too many axes, or too many elements that take no bytes.
  package var expandedSubarrays: NDArray? {
    var array = self
    while case .subarray(let base, let inner) = array.dtype.kind {
      let shape = array.shape + inner
      guard let steps = NDArray.strides(of: inner, itemSize: base.itemSize), let count = NDArray.count(shape),
        base.itemSize > 0 || count <= NDArray.mostEmptyElements
      else { return nil }
      array = array.view(dtype: base, shape: shape, strides: array.strides + steps, offset: array.offset)
    }
    return array
  }

  /// The same bytes as elements of another type of the same size.
  ///
  /// - Throws: `ArrayError.typeMismatch` when the sizes differ, or objects are among them.
  public func viewed(as other: DType) throws(ArrayError) -> NDArray {
    guard other.itemSize == dtype.itemSize, other.hasObjects == dtype.hasObjects else {
      throw ArrayError(.typeMismatch, "elements of \(dtype) can't be seen as \(other)")
    }
    return view(dtype: other, shape: shape, strides: strides, offset: offset)
  }
}
