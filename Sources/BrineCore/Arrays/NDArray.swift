/// An array of any number of axes, as NumPy has it: a view of memory that never changes.
///
/// Slicing, transposing and reshaping make other views without a copy. The memory may be an array of Swift's, a mapped file, or
/// part of a pickle; it lives as long as any view does. Bytes may be in either order and at any address; they are
/// converted when elements are read.
public struct NDArray: Sendable {
  /// The type of the elements.
  public let dtype: DType
  /// The length of each axis; empty for an array of no axes, which has one element.
  public let shape: [Int]
  /// For each axis how many bytes lie between neighbours: negative for reversed ones, zero for repeated ones.
  public let strides: [Int]
  /// How many elements there are.
  public let count: Int
  /// The memory that this is a view of.
  public let storage: MemorySource
  /// Where in the memory the element with all indexes zero begins, in bytes.
  public let offset: Int
  /// The objects of an array of objects, whose elements are 64-bit indexes into them.
  public let objects: (any ArrayObjects)?

  /// A view of memory.
  ///
  /// - Parameters:
  ///   - strides: In bytes; C order when not given.
  ///   - offset: Where the element with all indexes zero begins.
  /// - Throws: `ArrayError` when the shape is impossible (`badShape`) or an element would lie outside `storage` (`outOfBounds`).
  public init(
    _ dtype: DType, shape: [Int], strides: [Int]? = nil, storage: MemorySource, offset: Int = 0,
    objects: (any ArrayObjects)? = nil
  ) throws(ArrayError) {
    guard let count = NDArray.count(shape) else {
      throw ArrayError(.badShape, "\(shape) is no shape of an array")
    }
    guard let strides = strides ?? NDArray.strides(of: shape, itemSize: dtype.itemSize) else {
      throw ArrayError(.badShape, "an array of shape \(shape) is larger than memory can be")
    }
    try NDArray.checkSize(count, dtype)
    guard strides.count == shape.count else {
      throw ArrayError(.badShape, "\(strides.count) strides for \(shape.count) axes")
    }
    guard let extent = NDArray.extent(shape, strides, dtype.itemSize),
      let low = offset.adding(extent.lowerBound),
      let high = offset.adding(extent.upperBound), low >= 0, high <= storage.count
    else {
      throw ArrayError(
        .outOfBounds,
        "an array of shape \(shape) and type \(dtype) does not fit the \(storage.count) bytes there are")
    }
    self.init(
      unchecked: dtype, shape: shape, strides: strides, count: count, storage: storage, offset: offset,
      objects: objects)
  }

  /// Makes sure that ``byteCount`` can be told: strides of zero repeat elements any number of times.
  static func checkSize(_ count: Int, _ dtype: DType) throws(ArrayError) {
    guard count.multiplied(dtype.itemSize) != nil else {
      throw ArrayError(.badShape, "\(count) elements of \(dtype) are larger than memory can be")
    }
    guard dtype.itemSize > 0 || count <= NDArray.mostEmptyElements else {
      throw ArrayError(.badShape, "\(count) elements that take no bytes are too many")
    }
  }

  init(
    unchecked dtype: DType, shape: [Int], strides: [Int], count: Int, storage: MemorySource, offset: Int,
    objects: (any ArrayObjects)?
  ) {
    self.dtype = dtype
    self.shape = shape
    self.strides = strides
    self.count = count
    self.storage = storage
    self.offset = offset
    self.objects = objects
  }

  /// A view of the same memory and objects; the caller has made sure that it lies within this one.
  func view(dtype: DType? = nil, shape: [Int], strides: [Int], offset: Int) -> NDArray {
    NDArray(
      unchecked: dtype ?? self.dtype, shape: shape, strides: strides, count: NDArray.count(shape) ?? 0,
      storage: storage,
      offset: offset, objects: objects)
  }

  /// How many elements of no bytes an array may have, since there is nothing that would bound them.
  public static let mostEmptyElements = 1 << 24

  /// How many axes there are.
  public var axes: Int { shape.count }

  /// How many bytes the elements take, were they one after the other.
  public var byteCount: Int { count * dtype.itemSize }
}

/// The objects of an array of objects. Its elements are indexes into them.
public protocol ArrayObjects: Sendable {
  /// How many objects there are.
  var count: Int { get }

  /// A short text for one, as Python's `repr` has it where that is known. `index` is below `count`.
  func text(_ index: Int) -> String
}

extension NDArray {
  /// The number of elements of a shape; `nil` when it is negative or too large.
  public static func count(_ shape: [Int]) -> Int? {
    // NumPy has at most 64 axes; an array of none has one element.
    guard shape.count <= 64, shape.allSatisfy({ $0 >= 0 }) else { return nil }
    // As NumPy does: the extents that are not zero must not overflow either.
    guard shape.filter({ $0 != 0 }).checkedProduct != nil else { return nil }
    return shape.checkedProduct
  }

  /// The strides of elements that lie one after the other; `nil` on overflow.
  ///
  /// - Parameter isFortran: Whether the first index moves fastest, rather than the last.
  public static func strides(of shape: [Int], itemSize: Int, isFortran: Bool = false) -> [Int]? {
    var strides = [Int](repeating: 0, count: shape.count)
    var stride = itemSize
    for axis in isFortran ? Array(shape.indices) : shape.indices.reversed() {
      strides[axis] = stride
      guard let next = stride.multiplied(Swift.max(shape[axis], 1)) else { return nil }
      stride = next
    }
    return strides
  }

  /// The bytes that a view touches, relative to its first element; `nil` on overflow.
  static func extent(_ shape: [Int], _ strides: [Int], _ itemSize: Int) -> Range<Int>? {
    if shape.contains(0) { return 0..<0 }
    var (low, high) = (0, itemSize)
    for (length, stride) in zip(shape, strides) {
      guard let reach = (length - 1).multiplied(stride) else { return nil }
      guard let next = (reach < 0 ? low : high).adding(reach) else { return nil }
      if reach < 0 { low = next } else { high = next }
    }
    return low..<high
  }

  /// Whether the elements lie one after the other, the last index moving fastest.
  public var isContiguous: Bool { isDense(shape.indices.reversed()) }

  /// Whether the elements lie one after the other, the first index moving fastest.
  public var isFortranContiguous: Bool { isDense(shape.indices.reversed().reversed()) }

  private func isDense(_ order: some Sequence<Int>) -> Bool {
    if count == 0 { return true }
    var expected = dtype.itemSize
    for axis in order where shape[axis] != 1 {
      guard strides[axis] == expected else { return false }
      expected *= shape[axis]
    }
    return true
  }
}
