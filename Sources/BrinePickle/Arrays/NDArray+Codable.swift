public import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Arrays as members of Codable types: `PickleEncoder` and `PickleDecoder` have them as NumPy's arrays. Other coders have an
/// object of the type, the shape and the bytes of the elements.
extension NDArray: Codable {
  private enum Key: String, CodingKey { case dtype, shape, data }

  /// Reads what `encode(to:)` wrote.
  ///
  /// - Throws: `DecodingError` for a type that is none, or data that is not as long as the shape says.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let data = try container.decode(Data.self, forKey: .data)
    let shape = try container.decode([Int].self, forKey: .shape)
    do throws(ArrayError) {
      let dtype = try DType(descr: PythonLiteral(parsing: Array(try Self.text(container).utf8)))
      guard !dtype.hasObjects, NDArray.count(shape)?.multiplied(dtype.itemSize) == data.count else {
        throw ArrayError(.badShape, "\(data.count) bytes are no array of shape \(shape) and type \(dtype)")
      }
      try self.init(dtype, shape: shape, storage: MemorySource(data))
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .data, in: container, debugDescription: error.description)
    }
  }

  private static func text(_ container: KeyedDecodingContainer<Key>) throws(ArrayError) -> String {
    guard let text = try? container.decode(String.self, forKey: .dtype) else {
      throw ArrayError(.badDType, "the type of the elements is missing")
    }
    return text
  }

  /// Writes the type, the shape and the elements in C order.
  ///
  /// - Throws: `EncodingError` for objects, and for types that have no description.
  public func encode(to encoder: any Encoder) throws {
    guard !dtype.hasObjects, let descr = dtype.descr else {
      let context = EncodingError.Context(
        codingPath: encoder.codingPath,
        debugDescription: "an array of \(dtype) can be written by PickleEncoder only")
      throw EncodingError.invalidValue(self, context)
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(descr.description, forKey: .dtype)
    try container.encode(shape, forKey: .shape)
    try container.encode(Data(try elementBytes()), forKey: .data)
  }
}

// MARK: Decoding arrays and scalars into Swift's numbers

extension ValueDecoder {
  /// An array as what `T` is: an array of NumPy's, or of numbers, truth values or strings in one axis.
  func array<T>(_ type: T.Type, _ array: NDArray) throws -> T? {
    if type == NDArray.self { return array as? T }
    guard array.axes == 1, array.dtype.kind != .object else { return nil }
    try state.spend(array.count)
    do throws(ArrayError) {
      switch type {
      case is [Double].Type: return try array.elements(as: Double.self) as? T
      case is [Float].Type: return try array.elements(as: Float.self) as? T
      case is [Int].Type: return try array.elements(as: Int.self) as? T
      case is [Int32].Type: return try array.elements(as: Int32.self) as? T
      case is [Int64].Type: return try array.elements(as: Int64.self) as? T
      case is [UInt8].Type: return try array.elements(as: UInt8.self) as? T
      case is [Bool].Type: return try array.bools() as? T
      case is [String].Type: return try array.strings() as? T
      default: return nil
      }
    } catch { throw corrupted(error.description) }
  }

  /// A NumPy scalar as a word that the decoder reads: numbers that fit it, and truth values.
  func scalarWord(_ word: Word) -> Word? {
    guard let value = scalarValue(word) else { return nil }
    switch value {
    case .bool(let flag): return .bool(flag)
    case .int(let number): return Word.int(Int(number))
    case .uint(let number): return Int(exactly: number).flatMap(Word.int)
    case .float(let number): return Word(bits: (number.isNaN ? Double.nan : number).bitPattern)
    default: return nil
    }
  }

  /// The element that a NumPy scalar is.
  func scalarValue(_ word: Word) -> ArrayValue? {
    guard word.has(.object), let scalar = graph.arrayScalar(word) else { return nil }
    return graph.ndarray(scalar)?.values.first
  }
}
