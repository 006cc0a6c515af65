import BrineCore
import BrineFrames
public import BrinePickle

extension PickleValue {
  /// The array that a value is, or that NumPy would make of it: of a number, a string, and lists of lists of them; of a
  /// frame, Series or Index of pandas.
  ///
  /// - Throws: `ConversionError` for anything else, also for a masked array: an array has no place for the mask.
  public func asArray() throws -> NDArray {
    if let array = ndarray { return array }
    if let masked = maskedArray {
      // Without a masked element nothing but a fill value is lost, which is made up anyway.
      guard try masked.mask.withElementBytes({ $0.allSatisfy { $0 == 0 } }) else {
        throw ConversionError(
          "the mask of a masked array would be lost: as typed JSON, pickle or joblib it is kept")
      }
      return masked.data
    }
    switch try PandasObject(self) {
    case .dataFrame(let frame): return try frame.array()
    case .series(let series): return try series.column.array()
    case .index(let index): return try index.array()
    case nil: break
    }
    var reader = NestedNumbers(budget: valueBudget)
    try reader.read(self, depth: 0)
    return try reader.array()
  }
}

/// Lists of lists of numbers, as NumPy makes arrays of them.
private struct NestedNumbers {
  /// How many values may be looked at: a few bytes can say one list a million times.
  var budget: Int
  private var shape: [Int] = []
  private var ints: [Int64] = []
  private var doubles: [Double] = []
  private var isFloat = false
  private var isBool = true

  init(budget: Int) { self.budget = budget }

  mutating func read(_ value: PickleValue, depth: Int) throws {
    budget -= 1
    guard budget >= 0 else {
      throw ConversionError("the lists refer to far more numbers than the file has bytes")
    }
    if depth < 32, value.kind == .list || value.kind == .tuple, let items = value.array {
      if shape.count == depth, ints.isEmpty { shape.append(items.count) }
      guard shape.count > depth, shape[depth] == items.count else { throw Self.ragged(value) }
      for item in items { try read(item, depth: depth + 1) }
      return
    }
    guard shape.count == depth else { throw Self.ragged(value) }
    let number = value.ndarray.flatMap { $0.shape.isEmpty ? try? $0.element(as: Double.self) : nil }
    if let flag = value.bool {
      append(flag ? 1 : 0, flag ? 1 : 0)
    } else if let int = value.int {
      isBool = false
      append(Int64(int), Double(int))
    } else if let double = value.double ?? number {
      (isBool, isFloat) = (false, true)
      append(0, double)
    } else {
      throw Self.ragged(value)
    }
  }

  private mutating func append(_ int: Int64, _ double: Double) {
    ints.append(int)
    doubles.append(double)
  }

  func array() throws -> NDArray {
    if isFloat { return try NDArray(doubles, shape: shape) }
    if isBool, !ints.isEmpty {
      let flags = MemorySource(ints.map { $0 == 0 ? 0 : 1 })
      return try NDArray(.bool, shape: shape, storage: flags)
    }
    return try NDArray(ints, shape: shape)
  }

  private static func ragged(_ value: PickleValue) -> ConversionError {
    ConversionError(
      "\(value) is no array, and none can be made of it: only arrays, numbers and even lists of numbers are")
  }
}
