/// Arrays out of Swift's values.
extension NDArray {
  /// The elements of a Swift array, in C order, without a copy.
  ///
  /// - Throws: `ArrayError.badShape` when there are not as many as the shape says.
  public init<Element: NDElement>(_ elements: [Element], shape: [Int]) throws(ArrayError) {
    guard NDArray.count(shape) == elements.count else {
      throw ArrayError(.badShape, "\(elements.count) elements are not of shape \(shape)")
    }
    try self.init(Element.dtype, shape: shape, storage: MemorySource(keeping: elements))
  }

  /// The elements of a Swift array as an array of one axis, without a copy.
  public init<Element: NDElement>(_ elements: [Element]) {
    self.init(
      unchecked: Element.dtype, shape: [elements.count], strides: [MemoryLayout<Element>.stride],
      count: elements.count,
      storage: MemorySource(keeping: elements), offset: 0, objects: nil)
  }

  /// Truth values as an array of one axis.
  public init(_ flags: [Bool]) {
    self.init(
      unchecked: .bool, shape: [flags.count], strides: [1], count: flags.count,
      storage: MemorySource(flags.map { $0 ? 1 : 0 }), offset: 0, objects: nil)
  }

  /// An array whose memory `fill` writes: it is given room for all elements in C order, all bytes zero.
  ///
  /// - Throws: `ArrayError.badShape` for an impossible shape, or what `fill` throws.
  public init(
    _ dtype: DType, shape: [Int], objects: (any ArrayObjects)? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    guard let count = NDArray.count(shape), let size = count.multiplied(dtype.itemSize), size < Int.max >> 8,
      let strides = NDArray.strides(of: shape, itemSize: dtype.itemSize)
    else { throw ArrayError(.badShape, "\(shape) is no shape of an array of \(dtype)") }
    let storage = try MemorySource(byteCount: size, filledBy: fill)
    self.init(
      unchecked: dtype, shape: shape, strides: strides, count: count, storage: storage, offset: 0,
      objects: objects)
  }
}
