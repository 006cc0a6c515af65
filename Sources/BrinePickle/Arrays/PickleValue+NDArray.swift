public import BrineCore

/// NumPy's arrays in pickles.
extension PickleValue {
  /// A NumPy array, of whatever class: `numpy.ndarray`, a matrix, a `memmap`, a record array; a scalar as an array of no axes.
  ///
  /// `nil` for anything else. The elements share memory with the pickle. Those of an array of objects are found with
  /// ``BrineCore/NDArray/pickleValue(_:)``.
  public var ndarray: NDArray? {
    guard let array = graph.array(word) ?? graph.arrayScalar(word) else { return nil }
    return graph.ndarray(array)
  }

  /// A NumPy type.
  public var dtype: DType? { graph.dtype(word)?.dtype }

  /// The class of a NumPy array: `numpy.ndarray`, `numpy.matrix`.
  public var arrayType: PickleName? { graph.array(word).map { graph.className(of: $0) } }

  /// A masked array: `numpy.ma.MaskedArray`.
  public var maskedArray: MaskedArray? { graph.maskedArray(word) }
}

/// An array some of whose elements don't count: NumPy's `MaskedArray`.
public struct MaskedArray: Sendable {
  /// All elements, those that don't count too.
  public var data: NDArray
  /// For each element whether it is masked, that is, does not count.
  public var mask: NDArray
  /// What stands for masked elements where there must be something.
  public var fillValue: PickleValue
}

extension PickleGraph {
  static let ndarrayName = PickleName(module: "numpy", name: "ndarray")

  func className(of array: ArrayDescription) -> PickleName {
    array.type == .absent ? Self.ndarrayName : callableName(array.type) ?? Self.ndarrayName
  }

  /// The array that a description is of.
  func ndarray(_ array: ArrayDescription) -> NDArray? {
    if case .items(let list) = array.content { return objectArray(array, list) }
    guard let storage = storage(array.content) else { return nil }
    var strides: [Int]?
    if case .fortran = array.order {
      strides = NDArray.strides(of: array.shape, itemSize: array.dtype.itemSize, isFortran: true)
    }
    guard case .permuted(let axes) = array.order else {
      return try? NDArray(array.dtype, shape: array.shape, strides: strides, storage: storage)
        .expandedSubarrays
    }
    return try? NDArray(array.dtype, shape: array.storedShape, storage: storage).transposed(axes)
  }

  private func objectArray(_ array: ArrayDescription, _ list: Word) -> NDArray? {
    // The list is in C order, whatever the array's own order is.
    let indexes = (0..<array.count).map { Int64($0) }
    return try? NDArray(
      .object, shape: array.shape, storage: MemorySource(keeping: indexes),
      objects: PickledObjects(graph: self, list: list))
  }

  private func storage(_ content: ArrayDescription.Content) -> MemorySource? {
    switch content {
    case .bytes(.word(let word)):
      return byteRange(of: word).flatMap { try? source.slice($0) } ?? MemorySource(self.content(.word(word)))
    case .bytes(.latin1(let word)): return latin1Source(word)
    case .bytes(.empty): return MemorySource([])
    case .buffer(let word): return PickleValue(self, word).bytes.map { MemorySource($0) }
    case .input(let range): return try? source.slice(range)
    case .items: return nil
    }
  }
}

extension ArrayDescription {
  /// The shape that the elements have before the axes are permuted.
  var storedShape: [Int] {
    guard case .permuted(let axes) = order else { return shape }
    var stored = shape
    for (index, axis) in axes.enumerated() where axis < stored.count { stored[axis] = shape[index] }
    return stored
  }
}
