public import BrineCore
public import BrinePickle

/// A sparse matrix or array of SciPy's, as its pickle has it.
///
/// Source: <https://docs.scipy.org/doc/scipy/reference/sparse.html>.
public struct SparseMatrix: Sendable {
  /// How the elements are stored.
  public enum Format: String, Sendable, CaseIterable {
    /// Row by row: `data`, `indices` of columns, `indptr` of rows.
    case csr
    /// Column by column, in the same way.
    case csc
    /// Elements with their indexes: `data` and `coords`.
    case coo
    /// Blocks row by row: `data` has a block in each element.
    case bsr
    /// Diagonals: `data` has one in each row, `offsets` says which.
    case dia
    /// A dict of indexes and elements.
    case dok
    /// For each row a list of columns and a list of elements.
    case lil
  }

  /// One element that is stored.
  public struct Element: Sendable, Hashable {
    /// Its index for each axis.
    public let indexes: [Int]
    /// Its value.
    public let value: ArrayValue
  }

  /// How the elements are stored.
  public let format: Format
  /// Whether this is one of the older classes, `csr_matrix`, rather than `csr_array`.
  public let isMatrix: Bool
  /// The length of each axis.
  public let shape: [Int]
  /// The type of the elements; `float64` where a `dok` says none.
  public let dtype: DType
  /// The elements that are stored, as they are: one may come twice, which means their sum, and zeros may be among them.
  public let elements: [Element]

  /// The sparse matrix or array that a value is; `nil` for anything else.
  ///
  /// - Throws: `NumPyError.badObjects`, with the attribute as path, when its parts don't fit each other; `tooLarge`.
  public init?(_ value: PickleValue) throws(NumPyError) {
    guard let instance = value.instance, let name = instance.name, name.module.hasPrefix("scipy.sparse"),
      let parts = SparseMatrix.className(name.name)
    else { return nil }
    (format, isMatrix) = parts
    var reader = SparseReader(instance: instance, value: value, format: format)
    (shape, dtype) = try reader.header()
    elements = try reader.elements(shape)
  }

  private static func className(_ name: String) -> (Format, isMatrix: Bool)? {
    for format in Format.allCases {
      if name == format.rawValue + "_matrix" { return (format, true) }
      if name == format.rawValue + "_array" { return (format, false) }
    }
    return nil
  }

  /// All elements as an array, zeros included; numbers become `Double`s.
  ///
  /// - Throws: `ArrayError.typeMismatch` for elements that are no real numbers, `tooLarge` when there would be more than
  ///   `limits.decompressedSize` bytes, or far more than are stored (`limits.decompressionRatio`).
  public func dense(limits: Limits = .default) throws(ArrayError) -> NDArray {
    // A shape costs nothing: as with compression, little data makes only so much.
    let stored = elements.count.multiplied(8 * (shape.count + 1)) ?? .max
    guard let count = NDArray.count(shape), let size = count.multiplied(8),
      size <= limits.mostDecompressed(from: stored)
    else {
      throw ArrayError(.tooLarge, "an array of shape \(shape) would be larger than the limits allow")
    }
    var values = [Double](repeating: 0, count: count)
    for element in elements {
      guard let number = element.value.number else {
        throw ArrayError(.typeMismatch, "an element of \(dtype) is no real number")
      }
      let place = zip(element.indexes, shape).reduce(0) { $0 * $1.1 + $1.0 }
      values[place] += number
    }
    return try NDArray(values, shape: shape)
  }
}

extension ArrayValue {
  /// A real number or truth value.
  var number: Double? {
    switch self {
    case .bool(let flag): flag ? 1 : 0
    case .int(let number): Double(number)
    case .uint(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
}
